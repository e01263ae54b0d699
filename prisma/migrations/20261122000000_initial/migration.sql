-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "payment" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "transaction_reference" TEXT NOT NULL,
    "intent_id" TEXT NOT NULL,
    "order_reference" TEXT,
    "description" TEXT,
    "customer_email" TEXT,
    "customer_name" TEXT,
    "customer_country" CHAR(2),
    "method" TEXT NOT NULL,
    "card_brand" TEXT,
    "card_first_six" TEXT,
    "card_last_four" TEXT,
    "card_expiry" TEXT,
    "account_type" TEXT NOT NULL DEFAULT 'ECOM',
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "amount_major" DECIMAL(20,3) NOT NULL,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "reserved_minor" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "settle_status" SMALLINT,
    "settle_due_date" DATE,
    "capture_mode" TEXT NOT NULL,
    "gateway_reference" TEXT,
    "auth_code" TEXT,
    "decline_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "authorised_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "predecessor_id" UUID,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "operation" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "refund_id" UUID,
    "kind" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "gateway_reference" TEXT,
    "code" TEXT,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operation_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "transaction_reference" TEXT NOT NULL,
    "intent_id" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT,
    "status" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "gateway_reference" TEXT,
    "decline_code" TEXT,
    "correlation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "inquiries" INTEGER NOT NULL DEFAULT 0,
    "next_inquiry_at" TIMESTAMPTZ(3),

    CONSTRAINT "refund_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "payment_history" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "refund_id" UUID,
    "event" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "correlation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_history_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "exchange" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID,
    "correlation_id" UUID NOT NULL,
    "leg" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "request_headers" JSONB NOT NULL,
    "request_body" TEXT NOT NULL,
    "status" INTEGER,
    "response_headers" JSONB,
    "response_body" TEXT,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "exchange_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "merchant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("merchant_id","user_id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "active_merchant_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "id" UUID NOT NULL,
    "account_key" TEXT NOT NULL,
    "address_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_preference" (
    "user_id" UUID NOT NULL,
    "listing" TEXT NOT NULL,
    "hidden" TEXT[],

    CONSTRAINT "listing_preference_pkey" PRIMARY KEY ("user_id","listing")
);

-- CreateTable
CREATE TABLE "push" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "refund_id" UUID,
    "event_type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "first_planned_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "scheduled_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "push_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "push_attempt" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "push_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "answer" TEXT,

    CONSTRAINT "push_attempt_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "audit_line" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_line_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "export" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "listing" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "columns" TEXT[],
    "file_name" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rows" INTEGER,
    "sums" JSONB,
    "sha256" TEXT,
    "bytes" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "clock_offset" (
    "id" INTEGER NOT NULL,
    "offset_ms" BIGINT NOT NULL,

    CONSTRAINT "clock_offset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "website" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "site_reference" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "capture_mode" TEXT NOT NULL,
    "push_format" TEXT NOT NULL DEFAULT 'standard',
    "push_url" TEXT,
    "push_secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "website_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "trust_credential" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "alias" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "trust_credential_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "merchant_id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "body" TEXT,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("merchant_id","website_id","key")
);

-- CreateIndex
CREATE INDEX "payment_merchant_id_created_at_id_idx" ON "payment"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_amount_major_id_idx" ON "payment"("merchant_id", "amount_major" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_status_created_at_id_idx" ON "payment"("merchant_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_website_id_created_at_id_idx" ON "payment"("merchant_id", "website_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_method_created_at_id_idx" ON "payment"("merchant_id", "method", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_customer_email_created_at_id_idx" ON "payment"("merchant_id", "customer_email", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_order_reference_created_at_id_idx" ON "payment"("merchant_id", "order_reference", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_card_last_four_created_at_id_idx" ON "payment"("merchant_id", "card_last_four", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "payment_merchant_id_transaction_reference_key" ON "payment"("merchant_id", "transaction_reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_merchant_id_intent_id_key" ON "payment"("merchant_id", "intent_id");

-- CreateIndex
CREATE INDEX "operation_merchant_id_payment_id_started_at_idx" ON "operation"("merchant_id", "payment_id", "started_at");

-- CreateIndex
CREATE INDEX "refund_merchant_id_payment_id_created_at_idx" ON "refund"("merchant_id", "payment_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "refund_merchant_id_intent_id_key" ON "refund"("merchant_id", "intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_merchant_id_transaction_reference_key" ON "refund"("merchant_id", "transaction_reference");

-- CreateIndex
CREATE INDEX "payment_history_merchant_id_payment_id_at_idx" ON "payment_history"("merchant_id", "payment_id", "at");

-- CreateIndex
CREATE INDEX "exchange_merchant_id_payment_id_started_at_idx" ON "exchange"("merchant_id", "payment_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "user_session_user_id_ended_at_idx" ON "user_session"("user_id", "ended_at");

-- CreateIndex
CREATE INDEX "sign_in_failure_account_key_at_idx" ON "sign_in_failure"("account_key", "at");

-- CreateIndex
CREATE INDEX "sign_in_failure_address_key_at_idx" ON "sign_in_failure"("address_key", "at");

-- CreateIndex
CREATE INDEX "push_merchant_id_payment_id_created_at_idx" ON "push"("merchant_id", "payment_id", "created_at");

-- CreateIndex
CREATE INDEX "push_merchant_id_website_id_created_at_idx" ON "push"("merchant_id", "website_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "push_attempt_merchant_id_push_id_number_key" ON "push_attempt"("merchant_id", "push_id", "number");

-- CreateIndex
CREATE INDEX "audit_line_merchant_id_at_id_idx" ON "audit_line"("merchant_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_line_merchant_id_subject_id_at_idx" ON "audit_line"("merchant_id", "subject_id", "at");

-- CreateIndex
CREATE INDEX "export_merchant_id_started_at_id_idx" ON "export"("merchant_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "website_site_reference_key" ON "website"("site_reference");

-- CreateIndex
CREATE UNIQUE INDEX "website_number_key" ON "website"("number");

-- CreateIndex
CREATE UNIQUE INDEX "website_merchant_id_name_key" ON "website"("merchant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_digest_key" ON "api_key"("digest");

-- CreateIndex
CREATE INDEX "api_key_merchant_id_website_id_idx" ON "api_key"("merchant_id", "website_id");

-- CreateIndex
CREATE UNIQUE INDEX "trust_credential_alias_key" ON "trust_credential"("alias");

-- CreateIndex
CREATE INDEX "trust_credential_merchant_id_website_id_idx" ON "trust_credential"("merchant_id", "website_id");

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_merchant_id_refund_id_fkey" FOREIGN KEY ("merchant_id", "refund_id") REFERENCES "refund"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_history" ADD CONSTRAINT "payment_history_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing_preference" ADD CONSTRAINT "listing_preference_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_refund_id_fkey" FOREIGN KEY ("merchant_id", "refund_id") REFERENCES "refund"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "push_attempt" ADD CONSTRAINT "push_attempt_merchant_id_push_id_fkey" FOREIGN KEY ("merchant_id", "push_id") REFERENCES "push"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "website" ADD CONSTRAINT "website_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust_credential" ADD CONSTRAINT "trust_credential_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
