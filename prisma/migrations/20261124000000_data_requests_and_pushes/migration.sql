-- DropForeignKey
ALTER TABLE "push" DROP CONSTRAINT "push_merchant_id_payment_id_fkey";


-- DropIndex
DROP INDEX "push_merchant_id_website_id_created_at_idx";

-- AlterTable
ALTER TABLE "exchange" ADD COLUMN     "data_request_id" UUID,
ADD COLUMN     "website_id" UUID;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "newest_push_id" UUID,
ADD COLUMN     "push_url" TEXT,
ADD COLUMN     "push_url_failure" TEXT,
ADD COLUMN     "told_push_id" UUID,
ADD COLUMN     "told_status" TEXT;
ALTER TABLE "payment" ADD COLUMN     "receiver_behind" BOOLEAN NOT NULL GENERATED ALWAYS AS (newest_push_id IS DISTINCT FROM told_push_id) STORED;

-- AlterTable
ALTER TABLE "push" ADD COLUMN     "data_request_id" UUID,
ADD COLUMN     "delivered_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_until" TIMESTAMPTZ(3),
ADD COLUMN     "host" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "is_failure" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "last_attempt_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_outcome" TEXT,
ADD COLUMN     "last_status" SMALLINT,
ADD COLUMN     "own_url" TEXT,
ADD COLUMN     "told_status" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "payment_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "push_attempt" ADD COLUMN     "exchange_id" UUID;

-- AlterTable
ALTER TABLE "website" ADD COLUMN     "push_failure_email" TEXT,
ADD COLUMN     "push_hash" TEXT NOT NULL DEFAULT 'sha1',
ADD COLUMN     "push_schedule" TEXT NOT NULL DEFAULT 'format',
ADD COLUMN     "push_secret_before" TEXT,
ADD COLUMN     "push_secret_until" TIMESTAMPTZ(3),
ADD COLUMN     "push_url_failure" TEXT,
ADD COLUMN     "push_waits" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "website_key" TEXT NOT NULL DEFAULT upper(substr(md5(gen_random_uuid()::text), 1, 10));

-- CreateTable
CREATE TABLE "data_request" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "status_code" SMALLINT NOT NULL,
    "sub_code" TEXT,
    "status_text" TEXT,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "invoice_number" TEXT,
    "order_reference" TEXT,
    "currency" CHAR(3),
    "client_ip" TEXT,
    "culture" TEXT,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "input_parameters" JSONB NOT NULL,
    "output_parameters" JSONB NOT NULL,
    "custom_parameters" JSONB NOT NULL,
    "additional_parameters" JSONB NOT NULL,
    "errors" JSONB,
    "customer_name" TEXT,
    "customer_email" TEXT,
    "customer_phone" TEXT,
    "customer_account" TEXT,
    "customer_address" TEXT,
    "push_url" TEXT,
    "push_url_failure" TEXT,
    "return_url" TEXT,
    "return_url_cancel" TEXT,
    "redirect_url" TEXT,
    "bank_reference" TEXT,
    "subscription_id" UUID,
    "invoice_id" UUID,
    "payment_id" UUID,
    "channel" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "newest_push_id" UUID,
    "told_push_id" UUID,
    "told_status" TEXT,
    "receiver_behind" BOOLEAN NOT NULL GENERATED ALWAYS AS (newest_push_id IS DISTINCT FROM told_push_id) STORED,

    CONSTRAINT "data_request_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "data_request_history" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "data_request_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_code" SMALLINT,
    "to_code" SMALLINT NOT NULL,
    "sub_code" TEXT,
    "text" TEXT,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_request_history_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "mandate" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "data_request_id" UUID NOT NULL,
    "mandate_id" TEXT NOT NULL,
    "original_mandate_id" TEXT,
    "scheme" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "debtor_reference" TEXT NOT NULL,
    "debtor_bank_id" TEXT,
    "sequence_type" SMALLINT NOT NULL,
    "purchase_id" TEXT,
    "reason" TEXT,
    "max_amount_minor" BIGINT,
    "language" TEXT,
    "account_name" TEXT,
    "iban" TEXT,
    "signer_name" TEXT,
    "validation_reference" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mandate_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "qr_code" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "data_request_id" UUID NOT NULL,
    "token_digest" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "amount_is_changeable" BOOLEAN NOT NULL,
    "min_amount_minor" BIGINT,
    "max_amount_minor" BIGINT,
    "is_one_off" BOOLEAN NOT NULL,
    "purchase_id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "image_size" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "qr_code_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "used_nonce" (
    "merchant_id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "nonce" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_nonce_pkey" PRIMARY KEY ("merchant_id","website_id","nonce")
);

-- CreateTable
CREATE TABLE "debtor" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "mobile" TEXT,
    "culture" TEXT,
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "debtor_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT,
    "credited_minor" BIGINT NOT NULL DEFAULT 0,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "invoice_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "scheme_key" TEXT,
    "description" TEXT,
    "product_lines" JSONB,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "status_code" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "invoice_history" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_code" SMALLINT,
    "to_code" SMALLINT NOT NULL,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_history_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "push_health" (
    "merchant_id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "push_health_pkey" PRIMARY KEY ("merchant_id","website_id")
);

-- CreateTable
CREATE TABLE "push_bulk" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "intent_id" TEXT NOT NULL,
    "listing" TEXT NOT NULL,
    "query" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "planned" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "push_bulk_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "push_bulk_item" (
    "merchant_id" UUID NOT NULL,
    "bulk_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "push_id" UUID,
    "host" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "attempt_id" UUID,
    "status" SMALLINT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_bulk_item_pkey" PRIMARY KEY ("merchant_id","bulk_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "data_request_key_key" ON "data_request"("key");

-- CreateIndex
CREATE INDEX "data_request_merchant_id_created_at_id_idx" ON "data_request"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_status_at_id_idx" ON "data_request"("merchant_id", "status_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_website_id_created_at_id_idx" ON "data_request"("merchant_id", "website_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_status_code_created_at_id_idx" ON "data_request"("merchant_id", "status_code", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_service_created_at_id_idx" ON "data_request"("merchant_id", "service", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_correlation_id_idx" ON "data_request"("merchant_id", "correlation_id");

-- CreateIndex
CREATE INDEX "data_request_history_merchant_id_data_request_id_at_idx" ON "data_request_history"("merchant_id", "data_request_id", "at");

-- CreateIndex
CREATE INDEX "data_request_history_merchant_id_at_id_idx" ON "data_request_history"("merchant_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "mandate_merchant_id_data_request_id_key" ON "mandate"("merchant_id", "data_request_id");

-- CreateIndex
CREATE UNIQUE INDEX "mandate_merchant_id_mandate_id_key" ON "mandate"("merchant_id", "mandate_id");

-- CreateIndex
CREATE UNIQUE INDEX "qr_code_token_digest_key" ON "qr_code"("token_digest");

-- CreateIndex
CREATE UNIQUE INDEX "qr_code_merchant_id_data_request_id_key" ON "qr_code"("merchant_id", "data_request_id");

-- CreateIndex
CREATE INDEX "used_nonce_used_at_idx" ON "used_nonce"("used_at");

-- CreateIndex
CREATE UNIQUE INDEX "debtor_merchant_id_website_id_code_key" ON "debtor"("merchant_id", "website_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_key_key" ON "invoice"("key");

-- CreateIndex
CREATE INDEX "invoice_merchant_id_created_at_id_idx" ON "invoice"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoice_merchant_id_website_id_number_key" ON "invoice"("merchant_id", "website_id", "number");

-- CreateIndex
CREATE INDEX "invoice_history_merchant_id_invoice_id_at_idx" ON "invoice_history"("merchant_id", "invoice_id", "at");

-- CreateIndex
CREATE INDEX "push_bulk_merchant_id_created_at_id_idx" ON "push_bulk"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "push_bulk_merchant_id_intent_id_key" ON "push_bulk"("merchant_id", "intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "push_bulk_item_merchant_id_bulk_id_subject_id_key" ON "push_bulk_item"("merchant_id", "bulk_id", "subject_id");

-- CreateIndex
CREATE INDEX "exchange_merchant_id_data_request_id_started_at_idx" ON "exchange"("merchant_id", "data_request_id", "started_at");

-- CreateIndex
CREATE INDEX "exchange_merchant_id_correlation_id_started_at_idx" ON "exchange"("merchant_id", "correlation_id", "started_at");

-- CreateIndex
CREATE INDEX "exchange_merchant_id_started_at_id_idx" ON "exchange"("merchant_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "exchange_merchant_id_leg_started_at_id_idx" ON "exchange"("merchant_id", "leg", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_history_merchant_id_at_id_idx" ON "payment_history"("merchant_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "push_merchant_id_data_request_id_created_at_idx" ON "push"("merchant_id", "data_request_id", "created_at");

-- CreateIndex
CREATE INDEX "push_merchant_id_created_at_id_idx" ON "push"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "push_merchant_id_website_id_created_at_id_idx" ON "push"("merchant_id", "website_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "push_merchant_id_state_created_at_id_idx" ON "push"("merchant_id", "state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "push_attempt_merchant_id_started_at_id_idx" ON "push_attempt"("merchant_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "website_website_key_key" ON "website"("website_key");

-- AddForeignKey
ALTER TABLE "data_request" ADD CONSTRAINT "data_request_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_request_history" ADD CONSTRAINT "data_request_history_merchant_id_data_request_id_fkey" FOREIGN KEY ("merchant_id", "data_request_id") REFERENCES "data_request"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_merchant_id_data_request_id_fkey" FOREIGN KEY ("merchant_id", "data_request_id") REFERENCES "data_request"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qr_code" ADD CONSTRAINT "qr_code_merchant_id_data_request_id_fkey" FOREIGN KEY ("merchant_id", "data_request_id") REFERENCES "data_request"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_merchant_id_debtor_id_fkey" FOREIGN KEY ("merchant_id", "debtor_id") REFERENCES "debtor"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_history" ADD CONSTRAINT "invoice_history_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoice"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_merchant_id_data_request_id_fkey" FOREIGN KEY ("merchant_id", "data_request_id") REFERENCES "data_request"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_data_request_id_fkey" FOREIGN KEY ("merchant_id", "data_request_id") REFERENCES "data_request"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "push_health" ADD CONSTRAINT "push_health_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_bulk_item" ADD CONSTRAINT "push_bulk_item_merchant_id_bulk_id_fkey" FOREIGN KEY ("merchant_id", "bulk_id") REFERENCES "push_bulk"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_bulk_item" ADD CONSTRAINT "push_bulk_item_merchant_id_push_id_fkey" FOREIGN KEY ("merchant_id", "push_id") REFERENCES "push"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- What was there before: each push tells a status, and its last attempt is known.
UPDATE push SET told_status = split_part(event_type, '.', 2);
UPDATE push p SET last_status = a.status, last_outcome = a.outcome, last_attempt_at = a.started_at
FROM (SELECT DISTINCT ON (merchant_id, push_id) merchant_id, push_id, status, outcome, started_at
      FROM push_attempt ORDER BY merchant_id, push_id, number DESC) a
WHERE a.merchant_id = p.merchant_id AND a.push_id = p.id;
UPDATE push SET delivered_at = last_attempt_at WHERE state = 'delivered';
UPDATE push p SET host = split_part(split_part(split_part(w.push_url, '://', 2), '/', 1), '?', 1)
FROM website w WHERE w.merchant_id = p.merchant_id AND w.id = p.website_id AND w.push_url IS NOT NULL;
UPDATE payment p SET newest_push_id = n.id
FROM (SELECT DISTINCT ON (merchant_id, payment_id) merchant_id, payment_id, id FROM push
      WHERE refund_id IS NULL ORDER BY merchant_id, payment_id, id DESC) n
WHERE n.merchant_id = p.merchant_id AND n.payment_id = p.id;
UPDATE payment p SET told_push_id = n.id, told_status = n.told_status
FROM (SELECT DISTINCT ON (merchant_id, payment_id) merchant_id, payment_id, id, told_status FROM push
      WHERE refund_id IS NULL AND state = 'delivered' ORDER BY merchant_id, payment_id, id DESC) n
WHERE n.merchant_id = p.merchant_id AND n.payment_id = p.id;

-- Words and amounts.
ALTER TABLE website
  ADD CONSTRAINT website_key_shape CHECK (website_key ~ '^[A-Za-z0-9]{10}$'),
  ADD CONSTRAINT website_push_hash CHECK (push_hash IN ('sha1', 'sha256', 'sha512')),
  ADD CONSTRAINT website_push_schedule CHECK (push_schedule IN ('format', 'paynow', 'buckaroo', 'own')),
  ADD CONSTRAINT website_push_waits CHECK ((push_schedule = 'own') = (cardinality(push_waits) > 0)
    AND cardinality(push_waits) <= 30),
  ADD CONSTRAINT website_push_secret_before CHECK ((push_secret_before IS NULL) = (push_secret_until IS NULL));
ALTER TABLE exchange DROP CONSTRAINT exchange_leg,
  ADD CONSTRAINT exchange_leg CHECK (leg IN
    ('merchant_to_us', 'us_to_gateway', 'us_to_shop', 'us_to_bank', 'bank_to_us', 'customer_to_us'));
ALTER TABLE push
  ADD CONSTRAINT push_subject CHECK ((payment_id IS NULL) <> (data_request_id IS NULL)),
  ADD CONSTRAINT push_refund CHECK (refund_id IS NULL OR payment_id IS NOT NULL),
  ADD CONSTRAINT push_last_outcome CHECK (last_outcome IN ('accepted', 'refused', 'unreachable', 'timeout', 'blocked')),
  ADD CONSTRAINT push_last_status CHECK (last_status BETWEEN 100 AND 599);
ALTER TABLE push_bulk
  ADD CONSTRAINT push_bulk_listing CHECK (listing IN ('payments', 'data-requests', 'pushes')),
  ADD CONSTRAINT push_bulk_state CHECK (state IN ('waiting', 'probing', 'running', 'paused', 'stopped', 'undone', 'done'));
ALTER TABLE push_bulk_item
  ADD CONSTRAINT push_bulk_item_subject CHECK (subject_type IN ('payment', 'refund', 'data_request')),
  ADD CONSTRAINT push_bulk_item_state CHECK (state IN
    ('planned', 'no_address', 'never_pushed', 'not_newest', 'accepted', 'refused', 'not_sent')),
  ADD CONSTRAINT push_bulk_item_push CHECK (push_id IS NOT NULL OR state IN ('never_pushed', 'not_sent'));
ALTER TABLE data_request
  ADD CONSTRAINT data_request_key CHECK (key ~ '^[0-9A-F]{32}$'),
  ADD CONSTRAINT data_request_status CHECK (status_code IN (190, 490, 491, 492, 690, 790, 791, 792, 793, 794, 890, 891)),
  ADD CONSTRAINT data_request_channel CHECK (channel IN ('json', 'batch'));
ALTER TABLE data_request_history
  ADD CONSTRAINT data_request_history_codes CHECK (
    to_code IN (190, 490, 491, 492, 690, 790, 791, 792, 793, 794, 890, 891)
    AND from_code IN (790, 791, 792, 793, 794) AND from_code <> to_code);
ALTER TABLE mandate
  ADD CONSTRAINT mandate_scheme CHECK (scheme IN ('emandate', 'emandateb2b')),
  ADD CONSTRAINT mandate_status CHECK (status IN ('pending', 'signed', 'rejected', 'cancelled', 'expired', 'failed')),
  ADD CONSTRAINT mandate_sequence CHECK (sequence_type IN (0, 1));
ALTER TABLE qr_code
  ADD CONSTRAINT qr_code_amount CHECK (amount_minor BETWEEN 0 AND 9999999999999),
  ADD CONSTRAINT qr_code_size CHECK (image_size BETWEEN 100 AND 2000);
ALTER TABLE invoice
  ADD CONSTRAINT invoice_key CHECK (key ~ '^[0-9A-F]{32}$'),
  ADD CONSTRAINT invoice_amount CHECK (amount_minor BETWEEN 0 AND 9999999999999 AND credited_minor >= 0 AND paid_minor >= 0),
  ADD CONSTRAINT invoice_status CHECK (status_code IN
    (10, 20, 21, 22, 23, 70, 71, 72, 73, 74, 75, 76, 77, 79, 80, 90, 91, 99));

-- What is due, over all merchants and within one lane.
CREATE INDEX push_due ON push (merchant_id, host, next_attempt_at, id) WHERE state IN ('pending', 'retrying');
CREATE INDEX data_request_expiring ON data_request (expires_at, merchant_id, id) WHERE status_code IN (790, 792);
CREATE INDEX payment_receiver_behind ON payment (merchant_id, created_at DESC, id DESC) WHERE receiver_behind;
CREATE INDEX data_request_receiver_behind ON data_request (merchant_id, created_at DESC, id DESC) WHERE receiver_behind;
CREATE INDEX push_bulk_open ON push_bulk (merchant_id) WHERE state IN ('waiting', 'probing', 'running');

-- The second wall around the new tables.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['data_request', 'data_request_history', 'mandate', 'qr_code', 'used_nonce', 'debtor',
    'invoice', 'invoice_history', 'push_health', 'push_bulk', 'push_bulk_item']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO counterfoil_app', tenant_table);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_merchant ON %I TO counterfoil_app USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()))',
      tenant_table);
  END LOOP;
END $$;
REVOKE UPDATE ON data_request_history, invoice_history, used_nonce FROM counterfoil_app;
GRANT DELETE ON used_nonce TO counterfoil_app;

-- A door for HMAC calls (domain.md 2.6.2): whose website a key names. The secrets are encrypted.
CREATE FUNCTION buckaroo_credential(wanted text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, website_name text, push_secret text, push_secret_before text,
    push_secret_until timestamptz, timezone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT w.merchant_id, w.id, w.name, w.push_secret, w.push_secret_before, w.push_secret_until, t.timezone
  FROM website w JOIN merchant t ON t.id = w.merchant_id
  WHERE w.website_key = wanted;
END;

-- A door for QR codes: whose picture an address leads to.
CREATE FUNCTION qr_code_of(digest text)
  RETURNS TABLE (merchant_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT q.merchant_id, q.id FROM qr_code q WHERE q.token_digest = digest;
END;

-- A door for the bank's word: whose request its reference names.
CREATE FUNCTION data_request_at_bank(reference text)
  RETURNS TABLE (merchant_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT d.merchant_id, d.id FROM data_request d WHERE d.bank_reference = reference;
END;
CREATE UNIQUE INDEX data_request_bank_reference ON data_request (bank_reference) WHERE bank_reference IS NOT NULL;
REVOKE ALL ON FUNCTION buckaroo_credential, qr_code_of, data_request_at_bank FROM PUBLIC;
GRANT EXECUTE ON FUNCTION buckaroo_credential, qr_code_of, data_request_at_bank TO counterfoil_app;
