-- Whose captures a file holds: the MerchantID and its website. Of a failures file both stay empty.
ALTER TABLE "handed_file" ADD COLUMN "mid" TEXT, ADD COLUMN "website_id" UUID;
ALTER TABLE "handed_file" ADD CONSTRAINT "handed_file_merchant_id_website_id_fkey" FOREIGN KEY ("merchant_id", "website_id") REFERENCES "website"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE handed_file ADD CONSTRAINT handed_file_capture CHECK (kind <> 'capture' OR (mid IS NOT NULL AND website_id IS NOT NULL));

-- A wrong row keeps its place and its reason; what it said may be no amount and no currency.
ALTER TABLE "handed_file_row" ALTER COLUMN "currency" DROP NOT NULL, ALTER COLUMN "amount_minor" DROP NOT NULL;
ALTER TABLE handed_file_row DROP CONSTRAINT handed_file_row_outcome,
  ADD CONSTRAINT handed_file_row_outcome CHECK (outcome IN ('waiting', 'pending', 'ok', 'failed')),
  ADD CONSTRAINT handed_file_row_whole CHECK (outcome = 'failed' OR (currency IS NOT NULL AND amount_minor IS NOT NULL));

-- What a file still has to do, in the order of its lines.
CREATE INDEX handed_file_row_open ON handed_file_row (merchant_id, file_id, outcome, number)
  WHERE outcome IN ('waiting', 'pending');
-- One name for one file of a MerchantID: its result bears the same.
CREATE UNIQUE INDEX handed_file_capture_name ON handed_file (merchant_id, name) WHERE kind = 'capture';
