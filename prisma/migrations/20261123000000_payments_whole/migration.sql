-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "rights" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "invoice_number" TEXT,
ADD COLUMN     "out_of_sync" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "platform_order_id" TEXT,
ADD COLUMN     "platform_order_url" TEXT,
ADD COLUMN     "platform_refund_state" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "pre_authorisation" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "refund_state" TEXT NOT NULL GENERATED ALWAYS AS (
  CASE WHEN reserved_minor > 0 THEN 'open' WHEN refunded_minor = 0 THEN 'none'
       WHEN refunded_minor >= captured_minor THEN 'all' ELSE 'part' END) STORED,
ADD COLUMN     "requires_shipping" BOOLEAN,
ADD COLUMN     "reserved_until" TIMESTAMPTZ(3),
ADD COLUMN     "settle_minor" BIGINT,
ADD COLUMN     "settle_wish" SMALLINT,
ADD COLUMN     "shipped_at" TIMESTAMPTZ(3),
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'webshop',
ADD COLUMN     "subscription_id" UUID,
ADD COLUMN     "subscription_number" INTEGER;

-- AlterTable
ALTER TABLE "payment_history" ADD COLUMN     "changes" JSONB,
ADD COLUMN     "from_settle" SMALLINT,
ADD COLUMN     "to_settle" SMALLINT;

-- AlterTable
ALTER TABLE "refund" ADD COLUMN     "asked_by" TEXT,
ADD COLUMN     "auth_code" TEXT,
ADD COLUMN     "basis" TEXT,
ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by" TEXT,
ADD COLUMN     "decided_by_name" TEXT,
ADD COLUMN     "decision_reason" TEXT,
ADD COLUMN     "needs_approval" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "order_reference" TEXT,
ADD COLUMN     "settle_due_date" DATE,
ADD COLUMN     "settle_minor" BIGINT,
ADD COLUMN     "settle_status" SMALLINT,
ADD COLUMN     "waits_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "website" ADD COLUMN     "duplicate_check_minutes" INTEGER,
ADD COLUMN     "refund_window_months" INTEGER,
ADD COLUMN     "refunds_in_platform" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "retry_enabled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "validity_seconds" INTEGER NOT NULL DEFAULT 864000,
ADD COLUMN     "waiting_refund_hours" INTEGER;

-- What older rows would have had.
UPDATE payment SET settle_minor = amount_minor,
  expires_at = CASE WHEN status IN ('started', 'pending') THEN created_at + interval '10 days' END,
  reserved_until = authorised_at + interval '7 days',
  settle_status = CASE WHEN status = 'completed' THEN 100
                       WHEN status IN ('rejected', 'retried', 'expired', 'failed', 'cancelled') THEN 3
                       WHEN status = 'authorised' THEN coalesce(settle_status, CASE capture_mode WHEN 'manual' THEN 2 ELSE 10 END)
                       ELSE NULL END,
  settle_wish = CASE WHEN status IN ('started', 'pending') THEN settle_status END;
ALTER TABLE payment ALTER COLUMN settle_minor SET NOT NULL;
UPDATE refund SET settle_minor = amount_minor, asked_by = actor;
ALTER TABLE refund ALTER COLUMN settle_minor SET NOT NULL, ALTER COLUMN asked_by SET NOT NULL;

-- CreateTable
CREATE TABLE "shipment" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "intent_id" TEXT NOT NULL,
    "carrier" TEXT,
    "tracking_code" TEXT,
    "shipped_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shipment_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "transaction_reference" TEXT NOT NULL,
    "intent_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "unit" TEXT NOT NULL,
    "frequency" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "first_number" INTEGER NOT NULL,
    "final_number" INTEGER,
    "begin_date" DATE NOT NULL,
    "next_due_date" DATE,
    "status" TEXT NOT NULL,
    "order_reference" TEXT,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "subscription_history" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "changes" JSONB,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_history_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "settlement_run" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "settled" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "sums" JSONB NOT NULL,

    CONSTRAINT "settlement_run_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "refund_limit" (
    "merchant_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "limit_minor" BIGINT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "refund_limit_pkey" PRIMARY KEY ("merchant_id","currency")
);

-- CreateTable
CREATE TABLE "timer" (
    "name" TEXT NOT NULL,
    "done_slot" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "timer_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "shipment_merchant_id_payment_id_created_at_idx" ON "shipment"("merchant_id", "payment_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_merchant_id_intent_id_key" ON "shipment"("merchant_id", "intent_id");

-- CreateIndex
CREATE INDEX "subscription_merchant_id_created_at_id_idx" ON "subscription"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "subscription_merchant_id_status_created_at_id_idx" ON "subscription"("merchant_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "subscription_merchant_id_payment_id_key" ON "subscription"("merchant_id", "payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_merchant_id_transaction_reference_key" ON "subscription"("merchant_id", "transaction_reference");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_merchant_id_intent_id_key" ON "subscription"("merchant_id", "intent_id");

-- CreateIndex
CREATE INDEX "subscription_history_merchant_id_subscription_id_at_idx" ON "subscription_history"("merchant_id", "subscription_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "settlement_run_merchant_id_day_key" ON "settlement_run"("merchant_id", "day");

-- CreateIndex
CREATE INDEX "payment_merchant_id_settle_status_created_at_id_idx" ON "payment"("merchant_id", "settle_status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_settle_due_date_id_idx" ON "payment"("merchant_id", "settle_due_date", "id");

-- CreateIndex
CREATE INDEX "payment_merchant_id_capture_mode_created_at_id_idx" ON "payment"("merchant_id", "capture_mode", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_refund_state_created_at_id_idx" ON "payment"("merchant_id", "refund_state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_customer_country_created_at_id_idx" ON "payment"("merchant_id", "customer_country", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_invoice_number_created_at_id_idx" ON "payment"("merchant_id", "invoice_number", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_predecessor_id_idx" ON "payment"("merchant_id", "predecessor_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_merchant_id_subscription_id_subscription_number_key" ON "payment"("merchant_id", "subscription_id", "subscription_number");

-- CreateIndex
CREATE INDEX "refund_merchant_id_created_at_id_idx" ON "refund"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_merchant_id_status_created_at_id_idx" ON "refund"("merchant_id", "status", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_merchant_id_predecessor_id_fkey" FOREIGN KEY ("merchant_id", "predecessor_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscription"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subscription_history" ADD CONSTRAINT "subscription_history_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscription"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Words and amounts.
ALTER TABLE payment
  ADD CONSTRAINT payment_settle_amount CHECK (settle_minor BETWEEN 1 AND amount_minor),
  ADD CONSTRAINT payment_settle_wish CHECK (settle_wish IN (0, 1, 2)),
  ADD CONSTRAINT payment_refund_state CHECK (refund_state IN ('none', 'open', 'part', 'all')),
  ADD CONSTRAINT payment_source CHECK (source IN ('webshop', 'payment_link', 'subscription')),
  ADD CONSTRAINT payment_platform_refund CHECK (platform_refund_state IN ('none', 'requested', 'failed', 'done')),
  ADD CONSTRAINT payment_subscription CHECK ((subscription_id IS NULL) = (subscription_number IS NULL));
ALTER TABLE website
  ADD CONSTRAINT website_validity CHECK (validity_seconds BETWEEN 60 AND 864000),
  ADD CONSTRAINT website_waiting_refunds CHECK (waiting_refund_hours BETWEEN 1 AND 720),
  ADD CONSTRAINT website_refund_window CHECK (refund_window_months BETWEEN 1 AND 120),
  ADD CONSTRAINT website_duplicate_check CHECK (duplicate_check_minutes BETWEEN 1 AND 10080);
ALTER TABLE operation DROP CONSTRAINT operation_kind,
  ADD CONSTRAINT operation_kind CHECK (kind IN ('authorise', 'capture', 'refund', 'reverse', 'inquire'));
ALTER TABLE refund DROP CONSTRAINT refund_status,
  ADD CONSTRAINT refund_status CHECK (status IN ('requested', 'awaiting_approval', 'awaiting_balance', 'accepted', 'sent',
    'done', 'failed', 'unknown', 'cancelled', 'rejected')),
  ADD CONSTRAINT refund_settle_amount CHECK (settle_minor BETWEEN 1 AND amount_minor),
  ADD CONSTRAINT refund_settle_status CHECK (settle_status IN (0, 1, 2, 3, 10, 100)),
  ADD CONSTRAINT refund_basis CHECK (basis IN ('platform_failed', 'payment_link', 'override')),
  ADD CONSTRAINT refund_override_reason CHECK (basis <> 'override' OR length(trim(reason)) > 0),
  ADD CONSTRAINT refund_decision CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  -- Two people: also when the application forgets.
  ADD CONSTRAINT refund_second_person CHECK (decided_by <> asked_by),
  ADD CONSTRAINT refund_approved CHECK (NOT needs_approval OR decided_by IS NOT NULL
    OR status IN ('awaiting_approval', 'cancelled'));
ALTER TABLE payment_history DROP CONSTRAINT payment_history_from_status,
  ADD CONSTRAINT payment_history_says_something CHECK (from_status IS NULL OR from_status <> to_status
    OR from_settle IS DISTINCT FROM to_settle OR changes IS NOT NULL),
  DROP CONSTRAINT payment_history_to_status,
  ADD CONSTRAINT payment_history_to_status CHECK (
    refund_id IS NULL AND to_status IN
      ('started', 'pending', 'authorised', 'completed', 'rejected', 'retried', 'expired', 'failed', 'cancelled')
    OR refund_id IS NOT NULL AND to_status IN ('requested', 'awaiting_approval', 'awaiting_balance', 'accepted', 'sent',
      'done', 'failed', 'unknown', 'cancelled', 'rejected')),
  ADD CONSTRAINT payment_history_settle CHECK (to_settle IN (0, 1, 2, 3, 10, 100) AND from_settle IN (0, 1, 2, 3, 10, 100));
ALTER TABLE shipment ADD CONSTRAINT shipment_outcome CHECK (outcome IN ('captured', 'recorded', 'ignored'));
ALTER TABLE subscription
  ADD CONSTRAINT subscription_status CHECK (status IN ('inactive', 'active', 'pending', 'stopped')),
  ADD CONSTRAINT subscription_kind CHECK (kind IN ('RECURRING', 'INSTALLMENT')),
  ADD CONSTRAINT subscription_unit CHECK (unit IN ('DAY', 'MONTH')),
  ADD CONSTRAINT subscription_frequency CHECK (frequency BETWEEN 1 AND 999),
  ADD CONSTRAINT subscription_numbers CHECK (number >= first_number AND first_number >= 1 AND final_number <= 9999),
  ADD CONSTRAINT subscription_amount CHECK (amount_minor BETWEEN 1 AND 9999999999999);
ALTER TABLE subscription_history ADD CONSTRAINT subscription_history_status
  CHECK (to_status IN ('inactive', 'active', 'pending', 'stopped')
    AND from_status IN ('inactive', 'active', 'pending', 'stopped'));
ALTER TABLE refund_limit ADD CONSTRAINT refund_limit_amount CHECK (limit_minor BETWEEN 0 AND 9999999999999);

-- What the timers look for, over all merchants and within one.
CREATE INDEX payment_due_settlement ON payment (settle_due_date, merchant_id, id)
  WHERE status = 'authorised' AND settle_status IN (0, 1);
CREATE INDEX payment_expiring ON payment (expires_at, merchant_id, id) WHERE status IN ('started', 'pending');
CREATE INDEX payment_reservation_end ON payment (reserved_until, merchant_id, id)
  WHERE status = 'authorised' AND settle_status = 2;
CREATE INDEX operation_held ON operation (held_until, merchant_id, id)
  WHERE held_until IS NOT NULL AND outcome IN ('sent', 'pending', 'unknown', 'not_found');
CREATE INDEX refund_due_settlement ON refund (settle_due_date, merchant_id, id)
  WHERE status = 'accepted' AND settle_status IN (0, 1);
CREATE INDEX refund_suspended ON refund (status_at, merchant_id, id) WHERE status = 'accepted' AND settle_status = 2;
CREATE INDEX refund_waiting ON refund (merchant_id, created_at, id) WHERE status IN ('awaiting_approval', 'awaiting_balance');
CREATE INDEX subscription_due ON subscription (next_due_date, merchant_id, id) WHERE status = 'active';
CREATE INDEX subscription_pending ON subscription (merchant_id, payment_id) WHERE status = 'pending';
CREATE INDEX push_failing ON push (merchant_id, payment_id) WHERE state IN ('retrying', 'exhausted');

-- The second wall around the new tables.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['shipment', 'subscription', 'subscription_history', 'settlement_run', 'refund_limit']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO counterfoil_app', tenant_table);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_merchant ON %I TO counterfoil_app USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()))',
      tenant_table);
  END LOOP;
END $$;
REVOKE UPDATE ON subscription_history, shipment FROM counterfoil_app;
GRANT DELETE ON refund_limit TO counterfoil_app;
GRANT SELECT, INSERT, UPDATE ON timer TO counterfoil_app;

DROP FUNCTION api_credential(text);
CREATE FUNCTION api_credential(key_digest text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, key_id uuid, key_name text, timezone text, rights text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT k.merchant_id, k.website_id, k.id, k.name, t.timezone, k.rights
  FROM api_key k JOIN merchant t ON t.id = k.merchant_id
  WHERE k.digest = key_digest AND k.revoked_at IS NULL;
END;

-- A door for the timers: whose work is due. Ids only.
CREATE FUNCTION merchants_due(work text, moment timestamptz)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE today date := (moment AT TIME ZONE 'UTC')::date;
BEGIN
  CASE work
    WHEN 'settlement' THEN RETURN QUERY
      SELECT p.merchant_id FROM payment p
        WHERE p.status = 'authorised' AND p.settle_status IN (0, 1) AND p.settle_due_date <= today
      UNION SELECT r.merchant_id FROM refund r
        WHERE r.status = 'accepted' AND r.settle_status IN (0, 1) AND r.settle_due_date <= today;
    WHEN 'confirmation' THEN RETURN QUERY
      SELECT DISTINCT o.merchant_id FROM operation o
        WHERE o.held_until <= moment AND o.outcome IN ('sent', 'pending', 'unknown', 'not_found');
    WHEN 'expiry' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM payment p
        WHERE p.status IN ('started', 'pending') AND p.expires_at <= moment;
    WHEN 'reservation_end' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM payment p
        WHERE p.status = 'authorised' AND p.reserved_until <= moment
          AND p.settle_status = 2
      UNION SELECT r.merchant_id FROM refund r
        WHERE r.status = 'accepted' AND r.settle_status = 2 AND r.status_at <= moment - interval '7 days';
    WHEN 'waiting_refunds' THEN RETURN QUERY
      SELECT DISTINCT r.merchant_id FROM refund r WHERE r.status = 'awaiting_balance';
    WHEN 'subscriptions' THEN RETURN QUERY
      SELECT s.merchant_id FROM subscription s WHERE s.status = 'active' AND s.next_due_date <= today
      UNION SELECT s.merchant_id FROM subscription s JOIN payment p ON p.merchant_id = s.merchant_id AND p.id = s.payment_id
        WHERE s.status = 'pending' AND p.status = 'completed';
  END CASE;
END $$;
REVOKE ALL ON FUNCTION api_credential, merchants_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api_credential, merchants_due TO counterfoil_app;
