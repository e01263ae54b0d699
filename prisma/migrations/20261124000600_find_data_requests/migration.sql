-- CreateIndex
CREATE INDEX "data_request_merchant_id_action_created_at_id_idx" ON "data_request"("merchant_id", "action", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "data_request_merchant_id_invoice_number_idx" ON "data_request"("merchant_id", "invoice_number");

-- CreateIndex
CREATE INDEX "data_request_merchant_id_order_reference_idx" ON "data_request"("merchant_id", "order_reference");
