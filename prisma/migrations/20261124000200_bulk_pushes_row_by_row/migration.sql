-- Of several ticked pushes about one object the newest is sent and the older ones have a line of their own (BK-E3).
DROP INDEX "push_bulk_item_merchant_id_bulk_id_subject_id_key";
CREATE UNIQUE INDEX push_bulk_item_once ON push_bulk_item (merchant_id, bulk_id, subject_id) WHERE state <> 'not_newest';

-- What is left of one host, and the results of one kind.
CREATE INDEX push_bulk_item_left ON push_bulk_item (merchant_id, bulk_id, host, position)
  WHERE state = 'planned' AND attempt_id IS NULL;
CREATE INDEX "push_bulk_item_merchant_id_bulk_id_state_position_idx" ON "push_bulk_item"("merchant_id", "bulk_id", "state", "position");
CREATE INDEX push_bulk_item_attempted ON push_bulk_item (merchant_id, bulk_id, host, position)
  WHERE state = 'planned' AND attempt_id IS NOT NULL;

ALTER TABLE push_bulk_item ADD CONSTRAINT push_bulk_item_attempt CHECK (
  attempt_id IS NOT NULL OR state NOT IN ('accepted', 'refused'));
