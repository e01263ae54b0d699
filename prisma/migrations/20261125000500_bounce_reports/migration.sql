-- Addresses compare in lower case; row security keeps lower() away from indexes.
ALTER TABLE bounce ADD COLUMN address text NOT NULL GENERATED ALWAYS AS (lower(addressee)) STORED;
ALTER TABLE communication ADD COLUMN address text NOT NULL GENERATED ALWAYS AS (lower(addressee)) STORED;

-- CreateIndex
CREATE INDEX "bounce_merchant_id_address_idx" ON "bounce"("merchant_id", "address");

-- CreateIndex
CREATE INDEX "bounce_merchant_id_invoice_number_idx" ON "bounce"("merchant_id", "invoice_number");

-- CreateIndex
CREATE INDEX "communication_merchant_id_address_idx" ON "communication"("merchant_id", "address");

-- CreateIndex
CREATE INDEX "communication_merchant_id_state_created_at_id_idx" ON "communication"("merchant_id", "state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "inbound_report_merchant_id_verdict_received_at_id_idx" ON "inbound_report"("merchant_id", "verdict", "received_at" DESC, "id" DESC);

-- What was sent again, and what still waits for somebody: the workbench, its count, and a filter.
CREATE INDEX bounce_resent ON bounce (merchant_id, kind, bounced_at DESC, id DESC) WHERE resent_at IS NOT NULL;
CREATE INDEX bounce_open ON bounce (merchant_id, bounced_at DESC, id DESC) WHERE resent_at IS NULL;
CREATE INDEX bounce_reason_trigrams ON bounce USING gin (reason gin_trgm_ops);

-- The two reports (BK-9, BK-12).
CREATE VIEW email_bounce WITH (security_invoker = true) AS SELECT * FROM bounce WHERE kind = 'PLAZA_EMAIL';
CREATE VIEW credit_bounce WITH (security_invoker = true) AS SELECT * FROM bounce WHERE kind = 'CREDIT_MANAGEMENT';
GRANT SELECT ON email_bounce, credit_bounce TO counterfoil_app;

-- As payments_with_email_like: stays inside the merchant of the transaction and gives up past `ceiling` matches.
CREATE FUNCTION bounces_with_reason_like(fragment text, ceiling int)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT b.id FROM bounce b
  WHERE b.merchant_id = (SELECT current_merchant()) AND b.reason ILIKE fragment
  LIMIT ceiling;
END;
REVOKE ALL ON FUNCTION bounces_with_reason_like FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bounces_with_reason_like TO counterfoil_app;
