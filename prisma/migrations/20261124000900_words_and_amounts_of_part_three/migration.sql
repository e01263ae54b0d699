-- An invoice is only ever looked for within its merchant.
DROP INDEX "invoice_key_key";
CREATE UNIQUE INDEX "invoice_merchant_id_key_key" ON "invoice"("merchant_id", "key");

-- Words and amounts.
ALTER TABLE payment ADD CONSTRAINT payment_told_status CHECK (told_status IN
  ('started', 'pending', 'authorised', 'completed', 'rejected', 'retried', 'expired', 'failed', 'cancelled'));
ALTER TABLE data_request ADD CONSTRAINT data_request_told_status CHECK (told_status IN
  ('190', '490', '491', '492', '690', '790', '791', '792', '793', '794', '890', '891'));
-- Of a payment, a refund, a settlement or a data request.
ALTER TABLE push ADD CONSTRAINT push_told_status CHECK (told_status ~ '^[a-z_]*$|^[1-9]\d\d$');
ALTER TABLE invoice ADD CONSTRAINT invoice_vat CHECK (vat_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE mandate ADD CONSTRAINT mandate_amount CHECK (max_amount_minor BETWEEN 0 AND 9999999999999);
ALTER TABLE qr_code
  ADD CONSTRAINT qr_code_range CHECK (min_amount_minor BETWEEN 0 AND 9999999999999
    AND max_amount_minor BETWEEN 0 AND 9999999999999);
