-- Planning and delivering a push turn `receiver_behind` over. As long as an index of payment hangs on it, each turn
-- writes a line into every other index of that table too. A receiver that is behind has a newest push that it did not
-- take: those are found here, where a delivered push leaves the index without a line.
CREATE INDEX push_untold ON push (merchant_id, payment_id)
  WHERE state <> 'delivered' AND refund_id IS NULL AND payment_id IS NOT NULL;
DROP INDEX payment_receiver_behind;

-- Room beside a row for its next version, which then needs no line in any index: a push is claimed before it is sent.
ALTER TABLE push SET (fillfactor = 70);
ALTER TABLE payment SET (fillfactor = 85);
