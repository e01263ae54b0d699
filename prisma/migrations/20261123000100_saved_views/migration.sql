-- Columns keep their order, in the preference and in a view.
ALTER TABLE "listing_preference" ADD COLUMN "columns" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "saved_view" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "listing" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "query" TEXT NOT NULL,
    "columns" TEXT[],
    "hidden" TEXT[],
    "is_shared" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("merchant_id", "id"),
    CONSTRAINT "saved_view_listing" CHECK ("listing" ~ '^[a-z-]{1,40}$'),
    CONSTRAINT "saved_view_name" CHECK (length("name") BETWEEN 1 AND 60),
    CONSTRAINT "saved_view_query" CHECK (length("query") <= 4000),
    CONSTRAINT "saved_view_columns" CHECK (cardinality("columns") <= 100 AND cardinality("hidden") <= 100)
);

CREATE TABLE "start_view" (
    "merchant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "view_id" UUID NOT NULL,
    CONSTRAINT "start_view_pkey" PRIMARY KEY ("merchant_id", "user_id")
);

CREATE INDEX "saved_view_merchant_id_listing_created_at_idx" ON "saved_view"("merchant_id", "listing", "created_at");
CREATE UNIQUE INDEX "saved_view_merchant_id_owner_id_listing_name_key" ON "saved_view"("merchant_id", "owner_id", "listing", "name");
CREATE INDEX "start_view_merchant_id_view_id_idx" ON "start_view"("merchant_id", "view_id");

ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "start_view" ADD CONSTRAINT "start_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "start_view" ADD CONSTRAINT "start_view_merchant_id_view_id_fkey" FOREIGN KEY ("merchant_id", "view_id") REFERENCES "saved_view"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view, start_view TO counterfoil_app;
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE start_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON saved_view TO counterfoil_app
  USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()));
CREATE POLICY own_merchant ON start_view TO counterfoil_app
  USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()));
