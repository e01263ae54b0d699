-- A sender whose answer was lost sends the same report again (X-7): it is kept once.
ALTER TABLE inbound_report ADD COLUMN digest text;

-- CreateIndex
CREATE UNIQUE INDEX "inbound_report_merchant_id_digest_key" ON "inbound_report"("merchant_id", "digest");
