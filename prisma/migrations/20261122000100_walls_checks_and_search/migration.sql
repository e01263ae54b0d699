-- Extensions for e-mail fragments: trigrams beside the merchant in one index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Numbers of transactions, shown as <website>-9-<number> (TP 1.1).
CREATE SEQUENCE transaction_number START 1000001;

-- Minor units per major unit; the application knows the same table (kernel/money).
CREATE FUNCTION currency_scale(code char(3)) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN code IN ('JPY', 'KRW', 'ISK') THEN 1
              WHEN code IN ('BHD', 'JOD', 'KWD', 'OMR', 'TND') THEN 1000
              ELSE 100 END;

-- Words and amounts.
ALTER TABLE membership ADD CONSTRAINT membership_role CHECK (role IN ('owner', 'manager', 'finance', 'support', 'viewer'));
ALTER TABLE website
  ADD CONSTRAINT website_capture_mode CHECK (capture_mode IN ('immediate', 'scheduled', 'manual')),
  ADD CONSTRAINT website_push_format CHECK (push_format IN ('standard', 'paynow', 'buckaroo-form', 'buckaroo-json', 'trust'));
ALTER TABLE idempotency_key
  ADD CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255),
  ADD CONSTRAINT idempotency_key_answer CHECK ((status IS NULL) = (body IS NULL));
ALTER TABLE payment
  ADD CONSTRAINT payment_status CHECK (status IN
    ('started', 'pending', 'authorised', 'completed', 'rejected', 'retried', 'expired', 'failed', 'cancelled')),
  ADD CONSTRAINT payment_settle_status CHECK (settle_status IN (0, 1, 2, 3, 10, 100)),
  ADD CONSTRAINT payment_capture_mode CHECK (capture_mode IN ('immediate', 'scheduled', 'manual')),
  ADD CONSTRAINT payment_amount CHECK (amount_minor BETWEEN 1 AND 9999999999999),
  ADD CONSTRAINT payment_amount_major CHECK (amount_major * currency_scale(currency) = amount_minor),
  ADD CONSTRAINT payment_captured CHECK (captured_minor BETWEEN 0 AND amount_minor),
  ADD CONSTRAINT payment_refunded CHECK (refunded_minor >= 0),
  ADD CONSTRAINT payment_reserved CHECK (reserved_minor >= 0),
  ADD CONSTRAINT payment_refund_balance CHECK (refunded_minor + reserved_minor <= captured_minor),
  ADD CONSTRAINT payment_card_digits CHECK (card_first_six ~ '^\d{6}$' AND card_last_four ~ '^\d{4}$');
ALTER TABLE operation
  ADD CONSTRAINT operation_kind CHECK (kind IN ('authorise', 'capture', 'refund', 'reverse', 'inquire')),
  ADD CONSTRAINT operation_outcome CHECK (outcome IN ('sent', 'approved', 'declined', 'pending', 'failed', 'unknown', 'not_found')),
  ADD CONSTRAINT operation_amount CHECK (amount_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE refund
  ADD CONSTRAINT refund_status CHECK (status IN ('requested', 'sent', 'done', 'failed', 'unknown')),
  ADD CONSTRAINT refund_amount CHECK (amount_minor BETWEEN 1 AND 9999999999999);
ALTER TABLE payment_history
  ADD CONSTRAINT payment_history_from_status CHECK (from_status <> to_status OR from_status IS NULL),
  ADD CONSTRAINT payment_history_to_status CHECK (
    refund_id IS NULL AND to_status IN
      ('started', 'pending', 'authorised', 'completed', 'rejected', 'retried', 'expired', 'failed', 'cancelled')
    OR refund_id IS NOT NULL AND to_status IN ('requested', 'sent', 'done', 'failed', 'unknown'));
ALTER TABLE exchange
  ADD CONSTRAINT exchange_leg CHECK (leg IN ('merchant_to_us', 'us_to_gateway', 'us_to_shop')),
  ADD CONSTRAINT exchange_status CHECK (status BETWEEN 100 AND 599);
ALTER TABLE push ADD CONSTRAINT push_state CHECK (state IN ('pending', 'retrying', 'delivered', 'exhausted', 'will_not_send'));
ALTER TABLE push_attempt
  ADD CONSTRAINT push_attempt_trigger CHECK (trigger IN ('auto', 'manual', 'bulk')),
  ADD CONSTRAINT push_attempt_outcome CHECK (outcome IN ('accepted', 'refused', 'unreachable', 'timeout', 'blocked')),
  ADD CONSTRAINT push_attempt_status CHECK (status BETWEEN 100 AND 599);
ALTER TABLE export ADD CONSTRAINT export_state CHECK (state IN ('running', 'done', 'aborted'));

-- Search by a piece of an e-mail address.
CREATE INDEX payment_email_trigrams ON payment USING gin (merchant_id, customer_email gin_trgm_ops);

-- The role the application signs in with. It owns nothing; migrate sets its password.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'counterfoil_app') THEN
    CREATE ROLE counterfoil_app NOLOGIN NOBYPASSRLS;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO counterfoil_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO counterfoil_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO counterfoil_app;
GRANT DELETE ON sign_in_failure, listing_preference, membership TO counterfoil_app;
-- What is written once is never changed: also not by us.
REVOKE UPDATE ON audit_line, payment_history, exchange, push_attempt FROM counterfoil_app;
REVOKE INSERT, UPDATE ON clock_offset, merchant FROM counterfoil_app;
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM counterfoil_app;
  END IF;
END $$;

-- The second wall: without a merchant set for the transaction, nothing is there.
CREATE FUNCTION current_merchant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.merchant_id', true), '')::uuid;

DO $$
DECLARE tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.table_name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.column_name = 'merchant_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_merchant ON %I TO counterfoil_app USING (merchant_id = (SELECT current_merchant())) WITH CHECK (merchant_id = (SELECT current_merchant()))',
      tenant_table);
  END LOOP;
END $$;
ALTER TABLE merchant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON merchant TO counterfoil_app USING (id = (SELECT current_merchant()));

-- Doors in the wall, one question each: asked before a merchant is known.
CREATE FUNCTION memberships_of(person uuid)
  RETURNS TABLE (merchant_id uuid, merchant_name text, timezone text, is_demo boolean, role text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT m.merchant_id, t.name, t.timezone, t.is_demo, m.role
  FROM membership m JOIN merchant t ON t.id = m.merchant_id
  WHERE m.user_id = person ORDER BY t.name;
END;

CREATE FUNCTION api_credential(key_digest text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, key_id uuid, key_name text, timezone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT k.merchant_id, k.website_id, k.id, k.name, t.timezone
  FROM api_key k JOIN merchant t ON t.id = k.merchant_id
  WHERE k.digest = key_digest AND k.revoked_at IS NULL;
END;

CREATE FUNCTION trust_credential_of(user_alias text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, site_reference text, password_hash text, timezone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT c.merchant_id, c.website_id, w.site_reference, c.password_hash, t.timezone
  FROM trust_credential c
  JOIN website w ON w.merchant_id = c.merchant_id AND w.id = c.website_id
  JOIN merchant t ON t.id = c.merchant_id
  WHERE c.alias = user_alias AND c.revoked_at IS NULL;
END;

-- Row security keeps LIKE away from the trigram index, because LIKE may leak what it sees in its errors.
-- This function stays inside the merchant of the transaction and gives up past `ceiling` matches.
CREATE FUNCTION payments_with_email_like(fragment text, ceiling int)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT p.id FROM payment p
  WHERE p.merchant_id = (SELECT current_merchant()) AND p.customer_email LIKE fragment
  LIMIT ceiling;
END;

-- The outbox: graphile-worker's tables belong to the owner, adding a job does not need more rights than this.
CREATE FUNCTION enqueue_job(task text, payload json, due timestamptz, stable_key text)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
  PERFORM graphile_worker.add_job(
    identifier => task,
    payload => payload,
    run_at => coalesce(due, now()),
    job_key => stable_key,
    max_attempts => 25);
END $$;

REVOKE ALL ON FUNCTION memberships_of, api_credential, trust_credential_of, payments_with_email_like, enqueue_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION memberships_of, api_credential, trust_credential_of, payments_with_email_like, enqueue_job, current_merchant, currency_scale
  TO counterfoil_app;
