-- What a step of an invoice was about: what pushes tell of it (domain.md 2.9).
ALTER TABLE invoice_history ADD COLUMN detail jsonb;

-- The number of an invoice that was rejected is free again: the shop sends it once more, corrected.
DROP INDEX "invoice_merchant_id_website_id_number_key";
CREATE INDEX "invoice_merchant_id_website_id_number_idx" ON "invoice"("merchant_id", "website_id", "number");
CREATE UNIQUE INDEX invoice_number ON invoice (merchant_id, website_id, number) WHERE status_code <> 90;

-- Plans of an invoice.
CREATE INDEX "payment_plan_invoice_merchant_id_invoice_id_idx" ON "payment_plan_invoice"("merchant_id", "invoice_id");

-- A bulk push sends what tells of invoices too.
ALTER TABLE push_bulk_item DROP CONSTRAINT push_bulk_item_subject,
  ADD CONSTRAINT push_bulk_item_subject CHECK (subject_type IN ('payment', 'refund', 'data_request', 'invoice'));

-- Statuses of invoices have two digits.
ALTER TABLE push DROP CONSTRAINT push_told_status,
  ADD CONSTRAINT push_told_status CHECK (told_status ~ '^[a-z_]*$|^[1-9]\d\d?$');
