-- Row security lets only leakproof comparisons reach an index, and `numeric` has none: amounts are sorted and
-- filtered as whole thousandths.
ALTER TABLE "payment" ADD COLUMN "amount_thousandths" BIGINT NOT NULL
  GENERATED ALWAYS AS (amount_minor * 1000 / currency_scale(currency)) STORED;

-- CreateIndex
CREATE INDEX "payment_merchant_id_amount_thousandths_id_idx" ON "payment"("merchant_id", "amount_thousandths" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_merchant_id_currency_created_at_id_idx" ON "payment"("merchant_id", "currency", "created_at" DESC, "id" DESC);

-- DropIndex
DROP INDEX "payment_merchant_id_amount_major_id_idx";
