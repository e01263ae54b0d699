-- AlterTable
ALTER TABLE "debtor" ADD COLUMN     "email_unreachable" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mobile_unreachable" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "admin_costs_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "admin_costs_paid_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "culture" TEXT,
ADD COLUMN     "newest_push_id" UUID,
ADD COLUMN     "next_step_on" DATE,
ADD COLUMN     "pending_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "push_url" TEXT,
ADD COLUMN     "scheme_id" UUID,
ADD COLUMN     "step_at" TIMESTAMPTZ(3),
ADD COLUMN     "step_position" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "subscription_id" UUID,
ADD COLUMN     "told_push_id" UUID,
ADD COLUMN     "told_status" TEXT;

-- AlterTable
ALTER TABLE "push" ADD COLUMN     "invoice_id" UUID;

-- AlterTable
ALTER TABLE "website" ADD COLUMN     "mails_customers" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reply_to" TEXT;

-- CreateTable
CREATE TABLE "communication" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "addressee" TEXT NOT NULL,
    "name" TEXT,
    "subject" TEXT,
    "content" JSONB NOT NULL,
    "secret_content" TEXT,
    "payment_id" UUID,
    "refund_id" UUID,
    "data_request_id" UUID,
    "invoice_id" UUID,
    "invoice_step_id" UUID,
    "resend_of_id" UUID,
    "state" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "return_token" TEXT NOT NULL,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "last_reply" TEXT,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "status_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "communication_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "communication_history" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "communication_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "communication_history_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "inbound_report" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "communication_id" UUID,
    "source" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "remark" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_report_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "bounce" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "communication_id" UUID,
    "report_id" UUID,
    "website_id" UUID,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "addressee" TEXT NOT NULL,
    "domain" TEXT,
    "name" TEXT,
    "invoice_number" TEXT,
    "subject" TEXT,
    "bounced_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "reason_code" TEXT,
    "class" TEXT NOT NULL,
    "is_hard" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "message_sent_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "payment_id" UUID,
    "data_request_id" UUID,
    "invoice_id" UUID,
    "invoice_step_id" UUID,
    "fallback_id" UUID,
    "resent_id" UUID,
    "resent_at" TIMESTAMPTZ(3),
    "resent_by" TEXT,
    "resent_to" TEXT,

    CONSTRAINT "bounce_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "bounce_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "credit_scheme" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_scheme_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "credit_scheme_step" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "scheme_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "days_after_due" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "channel" TEXT,
    "fallback_channel" TEXT,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "credit_scheme_step_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "invoice_step" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "channel" TEXT,
    "fallback_channel" TEXT,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,
    "due_on" DATE NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "invoice_step_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "credit_note" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "number" TEXT,
    "amount_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT,
    "note_date" DATE NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "payment_plan" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "state" TEXT NOT NULL,
    "data_request_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_plan_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "instalment" (
    "merchant_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "instalment_pkey" PRIMARY KEY ("merchant_id","plan_id","number")
);

-- CreateTable
CREATE TABLE "payment_plan_invoice" (
    "merchant_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "open_minor" BIGINT NOT NULL,

    CONSTRAINT "payment_plan_invoice_pkey" PRIMARY KEY ("merchant_id","plan_id","invoice_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "communication_return_token_key" ON "communication"("return_token");

-- CreateIndex
CREATE INDEX "communication_merchant_id_created_at_id_idx" ON "communication"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "communication_merchant_id_payment_id_created_at_idx" ON "communication"("merchant_id", "payment_id", "created_at");

-- CreateIndex
CREATE INDEX "communication_merchant_id_data_request_id_created_at_idx" ON "communication"("merchant_id", "data_request_id", "created_at");

-- CreateIndex
CREATE INDEX "communication_merchant_id_invoice_id_created_at_idx" ON "communication"("merchant_id", "invoice_id", "created_at");

-- CreateIndex
CREATE INDEX "communication_merchant_id_message_id_idx" ON "communication"("merchant_id", "message_id");

-- CreateIndex
CREATE INDEX "communication_merchant_id_resend_of_id_idx" ON "communication"("merchant_id", "resend_of_id");

-- CreateIndex
CREATE INDEX "communication_history_merchant_id_communication_id_at_idx" ON "communication_history"("merchant_id", "communication_id", "at");

-- CreateIndex
CREATE INDEX "inbound_report_merchant_id_received_at_id_idx" ON "inbound_report"("merchant_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "inbound_report_merchant_id_communication_id_idx" ON "inbound_report"("merchant_id", "communication_id");

-- CreateIndex
CREATE INDEX "bounce_merchant_id_kind_bounced_at_id_idx" ON "bounce"("merchant_id", "kind", "bounced_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "bounce_merchant_id_kind_class_bounced_at_id_idx" ON "bounce"("merchant_id", "kind", "class", "bounced_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "bounce_merchant_id_kind_website_id_bounced_at_id_idx" ON "bounce"("merchant_id", "kind", "website_id", "bounced_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "bounce_merchant_id_kind_channel_bounced_at_id_idx" ON "bounce"("merchant_id", "kind", "channel", "bounced_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "bounce_merchant_id_kind_message_sent_at_id_idx" ON "bounce"("merchant_id", "kind", "message_sent_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "bounce_merchant_id_communication_id_idx" ON "bounce"("merchant_id", "communication_id");

-- CreateIndex
CREATE INDEX "bounce_merchant_id_payment_id_idx" ON "bounce"("merchant_id", "payment_id");

-- CreateIndex
CREATE INDEX "bounce_merchant_id_invoice_id_idx" ON "bounce"("merchant_id", "invoice_id");

-- CreateIndex
CREATE INDEX "suppression_merchant_id_created_at_id_idx" ON "suppression"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "credit_scheme_merchant_id_website_id_key_key" ON "credit_scheme"("merchant_id", "website_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "credit_scheme_step_merchant_id_scheme_id_position_key" ON "credit_scheme_step"("merchant_id", "scheme_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_step_merchant_id_invoice_id_position_key" ON "invoice_step"("merchant_id", "invoice_id", "position");

-- CreateIndex
CREATE INDEX "credit_note_merchant_id_invoice_id_idx" ON "credit_note"("merchant_id", "invoice_id");

-- CreateIndex
CREATE INDEX "dispute_merchant_id_invoice_id_idx" ON "dispute"("merchant_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_plan_merchant_id_key_key" ON "payment_plan"("merchant_id", "key");

-- CreateIndex
CREATE INDEX "invoice_merchant_id_invoice_date_id_idx" ON "invoice"("merchant_id", "invoice_date" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_merchant_id_debtor_id_idx" ON "invoice"("merchant_id", "debtor_id");

-- CreateIndex
CREATE INDEX "invoice_merchant_id_next_step_on_idx" ON "invoice"("merchant_id", "next_step_on");

-- CreateIndex
CREATE INDEX "push_merchant_id_invoice_id_created_at_idx" ON "push"("merchant_id", "invoice_id", "created_at");

-- AddForeignKey
ALTER TABLE "communication_history" ADD CONSTRAINT "communication_history_merchant_id_communication_id_fkey" FOREIGN KEY ("merchant_id", "communication_id") REFERENCES "communication"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bounce" ADD CONSTRAINT "bounce_merchant_id_communication_id_fkey" FOREIGN KEY ("merchant_id", "communication_id") REFERENCES "communication"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit_scheme_step" ADD CONSTRAINT "credit_scheme_step_merchant_id_scheme_id_fkey" FOREIGN KEY ("merchant_id", "scheme_id") REFERENCES "credit_scheme"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_step" ADD CONSTRAINT "invoice_step_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoice"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_note" ADD CONSTRAINT "credit_note_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoice"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoice"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_merchant_id_plan_id_fkey" FOREIGN KEY ("merchant_id", "plan_id") REFERENCES "payment_plan"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_plan_invoice" ADD CONSTRAINT "payment_plan_invoice_merchant_id_plan_id_fkey" FOREIGN KEY ("merchant_id", "plan_id") REFERENCES "payment_plan"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_merchant_id_scheme_id_fkey" FOREIGN KEY ("merchant_id", "scheme_id") REFERENCES "credit_scheme"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "push" ADD CONSTRAINT "push_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoice"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

ALTER TABLE invoice ADD COLUMN open_minor bigint NOT NULL GENERATED ALWAYS AS (amount_minor - credited_minor - paid_minor) STORED;

-- What the columns may hold.
ALTER TABLE communication
  ADD CONSTRAINT communication_channel CHECK (channel IN ('email', 'sms')),
  ADD CONSTRAINT communication_kind CHECK (kind IN ('payment_confirmation', 'payment_invitation', 'refund_notice', 'push_failure', 'renewal_failure', 'colleague_invitation', 'password_reset', 'invoice_invitation', 'invoice_reminder')),
  ADD CONSTRAINT communication_state CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'bounced', 'unknown', 'suppressed')),
  ADD CONSTRAINT communication_return_token CHECK (return_token ~ '^[a-z0-9]{26}$'),
  ADD CONSTRAINT communication_due CHECK (next_attempt_at IS NULL OR state IN ('queued', 'sending'));
ALTER TABLE communication_history
  ADD CONSTRAINT communication_history_states CHECK (from_state IN ('queued', 'sending', 'sent', 'delivered', 'bounced', 'unknown', 'suppressed') AND to_state IN ('queued', 'sending', 'sent', 'delivered', 'bounced', 'unknown', 'suppressed'));
ALTER TABLE inbound_report
  ADD CONSTRAINT inbound_report_source CHECK (source IN ('smtp', 'api', 'sms')),
  ADD CONSTRAINT inbound_report_verdict CHECK (verdict IN
    ('waiting', 'bounce', 'complaint', 'delayed', 'delivered', 'automatic_reply', 'spam', 'unreadable'));
ALTER TABLE bounce
  ADD CONSTRAINT bounce_kind CHECK (kind IN ('PLAZA_EMAIL', 'CREDIT_MANAGEMENT')),
  ADD CONSTRAINT bounce_channel CHECK (channel IN ('email', 'sms')),
  ADD CONSTRAINT bounce_class CHECK (class IN ('unknown_user', 'unknown_host', 'disabled', 'mailbox_full', 'policy',
    'expired', 'too_large', 'complaint', 'invalid_number', 'unreachable', 'rejected', 'other')),
  ADD CONSTRAINT bounce_source CHECK (source IN ('refusal', 'report', 'api', 'sms', 'gave_up')),
  ADD CONSTRAINT bounce_resent CHECK (num_nulls(resent_id, resent_at, resent_by, resent_to) IN (0, 4));
ALTER TABLE suppression
  ADD CONSTRAINT suppression_channel CHECK (channel IN ('email', 'sms')),
  ADD CONSTRAINT suppression_cause CHECK (cause IN ('hard_bounce', 'complaint')),
  ADD CONSTRAINT suppression_lifted CHECK (num_nulls(lifted_at, lifted_by, lift_reason) IN (0, 3)),
  ADD CONSTRAINT suppression_complaint CHECK (cause <> 'complaint' OR lifted_at IS NULL);
ALTER TABLE credit_scheme_step
  ADD CONSTRAINT credit_scheme_step_position CHECK (position BETWEEN 1 AND 50),
  ADD CONSTRAINT credit_scheme_step_days CHECK (days_after_due BETWEEN -60 AND 730),
  ADD CONSTRAINT credit_scheme_step_action CHECK (action IN
    ('invitation', 'reminder', 'admin_costs', 'collection_agency', 'stop_subscription')),
  ADD CONSTRAINT credit_scheme_step_channels CHECK (channel IN ('email', 'sms') AND fallback_channel IN ('email', 'sms')
    AND channel <> fallback_channel),
  ADD CONSTRAINT credit_scheme_step_fee CHECK (fee_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE invoice_step
  ADD CONSTRAINT invoice_step_action CHECK (action IN
    ('invitation', 'reminder', 'admin_costs', 'collection_agency', 'stop_subscription')),
  ADD CONSTRAINT invoice_step_outcome CHECK (outcome IN ('done', 'sent', 'sent_backup', 'skipped', 'impossible')),
  ADD CONSTRAINT invoice_step_fee CHECK (fee_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE invoice
  ADD CONSTRAINT invoice_admin_costs CHECK (admin_costs_minor BETWEEN 0 AND 9999999999999
    AND admin_costs_paid_minor BETWEEN 0 AND admin_costs_minor),
  ADD CONSTRAINT invoice_pending CHECK (pending_minor >= 0),
  ADD CONSTRAINT invoice_told_status CHECK (told_status ~ '^\d\d$');
ALTER TABLE credit_note
  ADD CONSTRAINT credit_note_amount CHECK (amount_minor BETWEEN 1 AND 9999999999999 AND vat_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE dispute
  ADD CONSTRAINT dispute_closed CHECK (num_nulls(closed_by, closed_at) IN (0, 2));
ALTER TABLE payment_plan
  ADD CONSTRAINT payment_plan_key CHECK (key ~ '^[0-9A-F]{32}$'),
  ADD CONSTRAINT payment_plan_state CHECK (state IN ('active', 'completed', 'terminated'));
ALTER TABLE instalment ADD CONSTRAINT instalment_amount CHECK (amount_minor BETWEEN 1 AND 9999999999999);
ALTER TABLE payment_plan_invoice ADD CONSTRAINT payment_plan_invoice_open CHECK (open_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE push DROP CONSTRAINT push_subject,
  ADD CONSTRAINT push_subject CHECK (num_nonnulls(payment_id, data_request_id, invoice_id) = 1);

-- One address is on the list once.
CREATE UNIQUE INDEX suppression_active ON suppression (merchant_id, channel, address) WHERE lifted_at IS NULL;
CREATE UNIQUE INDEX dispute_open ON dispute (merchant_id, invoice_id) WHERE closed_at IS NULL;
-- What is due by the clock.
CREATE INDEX communication_due ON communication (next_attempt_at, merchant_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX inbound_report_waiting ON inbound_report (received_at, merchant_id, id) WHERE verdict = 'waiting';
CREATE INDEX invoice_step_due ON invoice (next_step_on, merchant_id, id) WHERE status_code = 10;

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['communication', 'communication_history', 'inbound_report', 'bounce', 'suppression',
    'credit_scheme', 'credit_scheme_step', 'invoice_step', 'credit_note', 'dispute', 'payment_plan', 'instalment',
    'payment_plan_invoice']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO counterfoil_app', tenant_table);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_merchant ON %I TO counterfoil_app USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()))',
      tenant_table);
  END LOOP;
END $$;
REVOKE UPDATE ON communication_history, credit_note, instalment, payment_plan_invoice FROM counterfoil_app;
GRANT DELETE ON credit_scheme_step TO counterfoil_app;

-- A door for reports: whose message a return path names.
CREATE FUNCTION communication_of(token text)
  RETURNS TABLE (merchant_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT c.merchant_id, c.id FROM communication c WHERE c.return_token = token;
END;
REVOKE ALL ON FUNCTION communication_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION communication_of TO counterfoil_app;

-- More that is due by the clock: messages, reports that nobody has read, reminders by the merchant's own day.
CREATE OR REPLACE FUNCTION merchants_due(work text, moment timestamptz)
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
      UNION SELECT s.merchant_id FROM subscription s WHERE s.resume_date <= today
      UNION SELECT s.merchant_id FROM subscription s JOIN payment p ON p.merchant_id = s.merchant_id AND p.id = s.payment_id
        WHERE s.status = 'pending' AND p.status = 'completed';
    WHEN 'pushes' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM push p
        WHERE p.state IN ('pending', 'retrying') AND p.next_attempt_at <= moment;
    WHEN 'data_requests' THEN RETURN QUERY
      SELECT DISTINCT d.merchant_id FROM data_request d
        WHERE d.status_code IN (790, 792) AND d.expires_at <= moment;
    WHEN 'nonces' THEN RETURN QUERY
      SELECT DISTINCT n.merchant_id FROM used_nonce n WHERE n.used_at <= moment - interval '1 hour';
    WHEN 'communications' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM communication c
        WHERE c.state IN ('queued', 'sending') AND c.next_attempt_at <= moment;
    WHEN 'reports' THEN RETURN QUERY
      SELECT DISTINCT r.merchant_id FROM inbound_report r
        WHERE r.verdict = 'waiting' AND r.received_at <= moment - interval '1 minute';
    WHEN 'reminders' THEN RETURN QUERY
      SELECT DISTINCT i.merchant_id FROM invoice i JOIN merchant m ON m.id = i.merchant_id
        WHERE i.status_code = 10 AND i.next_step_on <= (moment AT TIME ZONE m.timezone)::date;
  END CASE;
END $$;
