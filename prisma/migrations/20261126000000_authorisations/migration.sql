-- CreateTable
CREATE TABLE "renewal_setting" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "renew_after_days" SMALLINT NOT NULL,
    "stop_after_days" SMALLINT NOT NULL,
    "splitting" BOOLEAN NOT NULL,
    "failure_notice" TEXT NOT NULL,
    "failure_email" TEXT,
    "realtime" BOOLEAN NOT NULL,
    "hope_run" BOOLEAN NOT NULL,
    "renews_simulated" BOOLEAN NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "in_force_at" TIMESTAMPTZ(3) NOT NULL,
    "adopted_at" TIMESTAMPTZ(3),
    "actor" TEXT NOT NULL,

    CONSTRAINT "renewal_setting_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "authorisation_chain" (
    "merchant_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "trans_id" TEXT NOT NULL,
    "ref_nr" TEXT,
    "currency" CHAR(3) NOT NULL,
    "original_minor" BIGINT NOT NULL,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    "lapsed_minor" BIGINT NOT NULL DEFAULT 0,
    "remaining_minor" BIGINT NOT NULL GENERATED ALWAYS AS (original_minor - captured_minor - lapsed_minor) STORED,
    "reserved_minor" BIGINT NOT NULL,
    "reserved_until" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "stop_reason" TEXT,
    "is_simulated" BOOLEAN NOT NULL,
    "first_reference" TEXT NOT NULL,
    "live_operation_id" UUID,
    "live_reference" TEXT,
    "first_authorised_at" TIMESTAMPTZ(3) NOT NULL,
    "last_authorised_at" TIMESTAMPTZ(3) NOT NULL,
    "renewals" INTEGER NOT NULL DEFAULT 0,
    "hope_used" BOOLEAN NOT NULL DEFAULT false,
    "last_capture_at" TIMESTAMPTZ(3),
    "last_action" TEXT NOT NULL,
    "last_action_minor" BIGINT NOT NULL,
    "last_action_at" TIMESTAMPTZ(3) NOT NULL,
    "last_reference" TEXT,
    "next_renewal_at" TIMESTAMPTZ(3),
    "split_at" TIMESTAMPTZ(3),
    "hope_run_at" TIMESTAMPTZ(3),
    "stop_at" TIMESTAMPTZ(3) NOT NULL,
    "lapses_at" TIMESTAMPTZ(3),
    "phase" TEXT,
    "phase_kind" TEXT,
    "phase_operation_id" UUID,
    "phase_finish" BOOLEAN NOT NULL DEFAULT false,
    "phase_final" BOOLEAN NOT NULL DEFAULT false,
    "phase_at" TIMESTAMPTZ(3),
    "inquiries" INTEGER NOT NULL DEFAULT 0,
    "held_until" TIMESTAMPTZ(3),
    "last_code" TEXT,
    "last_text" TEXT,
    "last_answer_at" TIMESTAMPTZ(3),

    CONSTRAINT "authorisation_chain_pkey" PRIMARY KEY ("merchant_id","payment_id")
);

-- CreateTable
CREATE TABLE "chain_step" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "reason" TEXT,
    "amount_minor" BIGINT,
    "pay_id" TEXT,
    "x_id" TEXT,
    "operation_id" UUID,
    "code" TEXT,
    "text" TEXT,
    "night" DATE,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_step_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "renewal_failure" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "night" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "trans_id" TEXT NOT NULL,
    "ref_nr" TEXT,
    "pay_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "notice" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "renewal_failure_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "handed_file" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "version" TEXT,
    "digest" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "done_count" INTEGER NOT NULL DEFAULT 0,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "sums" JSONB NOT NULL DEFAULT '[]',
    "source" TEXT NOT NULL,
    "answers_id" UUID,
    "night" DATE,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "handed_file_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "handed_file_row" (
    "merchant_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "trans_id" TEXT NOT NULL,
    "ref_nr" TEXT NOT NULL,
    "pay_id" TEXT NOT NULL,
    "finish" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "text" TEXT,
    "operation_id" UUID,
    "booked_at" TIMESTAMPTZ(3),

    CONSTRAINT "handed_file_row_pkey" PRIMARY KEY ("merchant_id","file_id","number")
);

-- CreateTable
CREATE TABLE "computop_credential" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "website_id" UUID NOT NULL,
    "mid" TEXT NOT NULL,
    "cipher_password" TEXT NOT NULL,
    "hmac_password" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "computop_credential_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "renewal_setting_merchant_id_website_id_in_force_at_idx" ON "renewal_setting"("merchant_id", "website_id", "in_force_at");

-- CreateIndex
CREATE INDEX "authorisation_chain_merchant_id_state_first_authorised_at_p_idx" ON "authorisation_chain"("merchant_id", "state", "first_authorised_at" DESC, "payment_id" DESC);

-- CreateIndex
CREATE INDEX "authorisation_chain_merchant_id_first_authorised_at_payment_idx" ON "authorisation_chain"("merchant_id", "first_authorised_at" DESC, "payment_id" DESC);

-- CreateIndex
CREATE INDEX "authorisation_chain_merchant_id_next_renewal_at_payment_id_idx" ON "authorisation_chain"("merchant_id", "next_renewal_at", "payment_id");

-- CreateIndex
CREATE INDEX "authorisation_chain_merchant_id_trans_id_idx" ON "authorisation_chain"("merchant_id", "trans_id");

-- CreateIndex
CREATE INDEX "chain_step_merchant_id_payment_id_at_idx" ON "chain_step"("merchant_id", "payment_id", "at");

-- CreateIndex
CREATE INDEX "renewal_failure_merchant_id_night_id_idx" ON "renewal_failure"("merchant_id", "night" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "renewal_failure_merchant_id_at_id_idx" ON "renewal_failure"("merchant_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "renewal_failure_merchant_id_payment_id_idx" ON "renewal_failure"("merchant_id", "payment_id");

-- CreateIndex
CREATE INDEX "handed_file_merchant_id_created_at_id_idx" ON "handed_file"("merchant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "handed_file_merchant_id_kind_created_at_id_idx" ON "handed_file"("merchant_id", "kind", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "computop_credential_mid_key" ON "computop_credential"("mid");

-- CreateIndex
CREATE INDEX "computop_credential_merchant_id_website_id_idx" ON "computop_credential"("merchant_id", "website_id");

-- AddForeignKey
ALTER TABLE "renewal_setting" ADD CONSTRAINT "renewal_setting_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorisation_chain" ADD CONSTRAINT "authorisation_chain_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_step" ADD CONSTRAINT "chain_step_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "authorisation_chain"("merchant_id", "payment_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "renewal_failure" ADD CONSTRAINT "renewal_failure_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "authorisation_chain"("merchant_id", "payment_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handed_file_row" ADD CONSTRAINT "handed_file_row_merchant_id_file_id_fkey" FOREIGN KEY ("merchant_id", "file_id") REFERENCES "handed_file"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "computop_credential" ADD CONSTRAINT "computop_credential_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Words and amounts.
ALTER TABLE renewal_setting
  ADD CONSTRAINT renewal_setting_days CHECK (renew_after_days BETWEEN 1 AND 30 AND stop_after_days BETWEEN 1 AND 180
    AND stop_after_days > renew_after_days),
  ADD CONSTRAINT renewal_setting_notice CHECK (failure_notice IN ('email', 'batch')
    AND (failure_notice = 'batch' OR failure_email IS NOT NULL)),
  -- CT-9.
  ADD CONSTRAINT renewal_setting_realtime CHECK (NOT realtime OR failure_notice = 'email');
ALTER TABLE authorisation_chain
  ADD CONSTRAINT authorisation_chain_state CHECK (state IN
    ('active', 'split_pending', 'hope_pending', 'stopped', 'reversed', 'captured', 'lapsed')),
  ADD CONSTRAINT authorisation_chain_stop_reason CHECK (stop_reason IN
    ('renewal_failed', 'hope_failed', 'finish_auth', 'cancelauth', 'manual', 'failed_action', 'max_age')),
  ADD CONSTRAINT authorisation_chain_original CHECK (original_minor BETWEEN 1 AND 9999999999999),
  ADD CONSTRAINT authorisation_chain_captured CHECK (captured_minor >= 0 AND lapsed_minor >= 0),
  ADD CONSTRAINT authorisation_chain_remaining CHECK (remaining_minor >= 0),
  -- Never more reserved than is left to capture.
  ADD CONSTRAINT authorisation_chain_reserved CHECK (reserved_minor BETWEEN 0 AND original_minor - captured_minor),
  ADD CONSTRAINT authorisation_chain_live CHECK (reserved_minor = 0 OR live_reference IS NOT NULL),
  ADD CONSTRAINT authorisation_chain_last_action CHECK (last_action IN
    ('authorisation', 'renewal', 'splitting', 'hope_run', 'capture', 'credit') AND last_action_minor >= 0),
  -- What has stopped is not renewed (CT-3, CT-13).
  ADD CONSTRAINT authorisation_chain_plan CHECK (
    (next_renewal_at IS NULL OR state = 'active')
    AND (split_at IS NULL OR state = 'split_pending')
    AND (hope_run_at IS NULL OR state = 'hope_pending' AND hope_used)),
  ADD CONSTRAINT authorisation_chain_phase CHECK (
    phase IN ('releasing', 'unreserved', 'capturing', 'reversing', 'uncapturing')
    AND (phase IS NULL) = (phase_operation_id IS NULL) AND (phase IS NULL) = (phase_at IS NULL)),
  ADD CONSTRAINT authorisation_chain_phase_kind CHECK (phase_kind IN ('renewal', 'splitting', 'hope_run')
    AND (phase_kind IS NULL OR phase IN ('releasing', 'unreserved'))),
  ADD CONSTRAINT authorisation_chain_unreserved CHECK (phase IS DISTINCT FROM 'unreserved' OR reserved_minor = 0);
ALTER TABLE chain_step
  ADD CONSTRAINT chain_step_states CHECK (
    to_state IN ('active', 'split_pending', 'hope_pending', 'stopped', 'reversed', 'captured', 'lapsed')
    AND from_state IN ('active', 'split_pending', 'hope_pending', 'stopped', 'reversed', 'captured', 'lapsed')),
  ADD CONSTRAINT chain_step_amount CHECK (amount_minor >= 0),
  ADD CONSTRAINT chain_step_ids CHECK (pay_id ~ '^[0-9a-f]{32}$' AND x_id ~ '^[0-9a-f]{32}$');
ALTER TABLE renewal_failure
  ADD CONSTRAINT renewal_failure_kind CHECK (kind IN ('renewal', 'splitting')),
  ADD CONSTRAINT renewal_failure_amount CHECK (amount_minor BETWEEN 0 AND 9999999999999),
  ADD CONSTRAINT renewal_failure_notice CHECK (notice IN ('email', 'batch'));
ALTER TABLE handed_file
  ADD CONSTRAINT handed_file_kind CHECK (kind IN ('capture', 'result', 'failures')),
  ADD CONSTRAINT handed_file_phase CHECK (phase IN ('T', 'W', 'P')),
  ADD CONSTRAINT handed_file_source CHECK (source IN ('portal', 'api', 'folder', 'system')),
  ADD CONSTRAINT handed_file_counts CHECK (row_count >= 0 AND done_count >= 0 AND failed_count >= 0);
ALTER TABLE handed_file_row
  ADD CONSTRAINT handed_file_row_outcome CHECK (outcome IN ('waiting', 'ok', 'failed')),
  ADD CONSTRAINT handed_file_row_amount CHECK (amount_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE operation DROP CONSTRAINT operation_kind,
  ADD CONSTRAINT operation_kind CHECK (kind IN ('authorise', 'capture', 'refund', 'reverse', 'inquire', 'renew', 'split'));

-- Handed in twice is booked once; a night has one file of failures.
CREATE UNIQUE INDEX handed_file_once ON handed_file (merchant_id, digest) WHERE kind = 'capture';
CREATE UNIQUE INDEX handed_file_named ON handed_file (merchant_id, kind, name) WHERE kind <> 'capture';
-- What is due by the clock, and in what order (CT-19).
CREATE INDEX authorisation_chain_renewals ON authorisation_chain (next_renewal_at, merchant_id, payment_id) WHERE state = 'active';
CREATE INDEX authorisation_chain_splits ON authorisation_chain (split_at, merchant_id, payment_id) WHERE state = 'split_pending';
CREATE INDEX authorisation_chain_hope_runs ON authorisation_chain (hope_run_at, merchant_id, payment_id) WHERE state = 'hope_pending';
CREATE INDEX authorisation_chain_stops ON authorisation_chain (stop_at, merchant_id, payment_id)
  WHERE state IN ('active', 'split_pending', 'hope_pending');
CREATE INDEX authorisation_chain_lapses ON authorisation_chain (lapses_at, merchant_id, payment_id)
  WHERE lapses_at IS NOT NULL AND next_renewal_at IS NULL AND split_at IS NULL;
CREATE INDEX authorisation_chain_calls ON authorisation_chain (held_until, merchant_id, payment_id) WHERE phase IS NOT NULL;
CREATE INDEX renewal_setting_new ON renewal_setting (in_force_at, merchant_id) WHERE adopted_at IS NULL;

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['renewal_setting', 'authorisation_chain', 'chain_step', 'renewal_failure', 'handed_file',
    'handed_file_row', 'computop_credential']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO counterfoil_app', tenant_table);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_merchant ON %I TO counterfoil_app USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()))',
      tenant_table);
  END LOOP;
END $$;
REVOKE UPDATE ON chain_step, renewal_failure FROM counterfoil_app;

-- A door for shops' servers: whose MerchantID it is.
CREATE FUNCTION computop_credential_of(merchant_name text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, id uuid, cipher_password text, hmac_password text, timezone text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
  RETURN QUERY
    SELECT c.merchant_id, c.website_id, c.id, c.cipher_password, c.hmac_password, t.timezone
    FROM computop_credential c JOIN merchant t ON t.id = c.merchant_id
    WHERE c.mid = merchant_name AND c.revoked_at IS NULL;
END $$;
REVOKE ALL ON FUNCTION computop_credential_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION computop_credential_of TO counterfoil_app;

-- More that is due by the clock: renewals, splits, hope runs, calls that nobody has answered, chains that end. What is
-- reserved by a chain ends with it.
CREATE OR REPLACE FUNCTION merchants_due(work text, moment timestamptz)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
  today date := (moment AT TIME ZONE 'UTC')::date;
  wall time := (moment AT TIME ZONE 'Europe/Berlin')::time;
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
          AND NOT EXISTS (SELECT FROM authorisation_chain c WHERE c.merchant_id = p.merchant_id AND c.payment_id = p.id)
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
    -- The night is Berlin's (CT-8, CT-19): 01:30:00 inclusive to 04:00:00 exclusive on the wall clock.
    WHEN 'renewals' THEN
      IF wall >= '01:30' AND wall < '04:00' THEN RETURN QUERY
        SELECT c.merchant_id FROM authorisation_chain c WHERE c.next_renewal_at <= moment AND c.state = 'active'
        UNION SELECT c.merchant_id FROM authorisation_chain c WHERE c.split_at <= moment AND c.state = 'split_pending'
        UNION SELECT s.merchant_id FROM renewal_setting s WHERE s.in_force_at <= moment AND s.adopted_at IS NULL;
      END IF;
    WHEN 'splits' THEN
      IF wall < '01:30' OR wall >= '04:00' THEN RETURN QUERY
        SELECT DISTINCT c.merchant_id FROM authorisation_chain c WHERE c.split_at <= moment AND c.state = 'split_pending';
      END IF;
    WHEN 'hope_runs' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM authorisation_chain c WHERE c.hope_run_at <= moment AND c.state = 'hope_pending';
    WHEN 'chain_calls' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM authorisation_chain c WHERE c.phase IS NOT NULL AND c.held_until <= moment;
    WHEN 'lapses' THEN RETURN QUERY
      SELECT c.merchant_id FROM authorisation_chain c
        WHERE c.stop_at <= moment AND c.state IN ('active', 'split_pending', 'hope_pending')
      UNION SELECT c.merchant_id FROM authorisation_chain c
        WHERE c.lapses_at <= moment AND c.next_renewal_at IS NULL AND c.split_at IS NULL;
  END CASE;
END $$;
