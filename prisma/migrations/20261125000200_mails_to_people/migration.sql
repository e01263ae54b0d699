-- CreateTable
CREATE TABLE "password_reset" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_reset_wish" (
    "id" UUID NOT NULL,
    "account_key" TEXT NOT NULL,
    "address_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_reset_wish_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "colleague_invitation" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "token_digest" TEXT NOT NULL,
    "communication_id" UUID NOT NULL,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "colleague_invitation_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "password_reset_token_digest_key" ON "password_reset"("token_digest");

-- CreateIndex
CREATE INDEX "password_reset_user_id_created_at_idx" ON "password_reset"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "password_reset_wish_account_key_at_idx" ON "password_reset_wish"("account_key", "at");

-- CreateIndex
CREATE INDEX "password_reset_wish_address_key_at_idx" ON "password_reset_wish"("address_key", "at");

-- CreateIndex
CREATE UNIQUE INDEX "colleague_invitation_token_digest_key" ON "colleague_invitation"("token_digest");

-- CreateIndex
CREATE INDEX "colleague_invitation_merchant_id_created_at_idx" ON "colleague_invitation"("merchant_id", "created_at");

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "colleague_invitation" ADD CONSTRAINT "colleague_invitation_invited_by_fkey" FOREIGN KEY ("invited_by") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "colleague_invitation" ADD CONSTRAINT "colleague_invitation_merchant_id_communication_id_fkey" FOREIGN KEY ("merchant_id", "communication_id") REFERENCES "communication"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the columns may hold.
ALTER TABLE password_reset
  ADD CONSTRAINT password_reset_digest CHECK (token_digest ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT password_reset_end CHECK (num_nonnulls(used_at, voided_at) <= 1);
ALTER TABLE colleague_invitation
  ADD CONSTRAINT colleague_invitation_digest CHECK (token_digest ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT colleague_invitation_email CHECK (email = lower(email)),
  ADD CONSTRAINT colleague_invitation_role CHECK (role IN ('owner', 'manager', 'finance', 'support', 'viewer')),
  ADD CONSTRAINT colleague_invitation_locale CHECK (locale IN ('en', 'nl', 'de', 'fi', 'pl')),
  ADD CONSTRAINT colleague_invitation_end CHECK (num_nonnulls(accepted_at, withdrawn_at) <= 1);

-- Only the newest link opens anything; an address is invited once.
CREATE UNIQUE INDEX password_reset_live ON password_reset (user_id) WHERE used_at IS NULL AND voided_at IS NULL;
CREATE UNIQUE INDEX colleague_invitation_open ON colleague_invitation (merchant_id, email)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON password_reset, password_reset_wish, colleague_invitation TO counterfoil_app;
GRANT DELETE ON password_reset_wish TO counterfoil_app;
ALTER TABLE colleague_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON colleague_invitation TO counterfoil_app
  USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()));

-- A door for links: whose invitation one is.
CREATE FUNCTION invitation_of(digest text)
  RETURNS TABLE (merchant_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT i.merchant_id, i.id FROM colleague_invitation i WHERE i.token_digest = digest;
END;
REVOKE ALL ON FUNCTION invitation_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_of TO counterfoil_app;
