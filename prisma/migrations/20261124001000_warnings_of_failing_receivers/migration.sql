-- When a failure was last told by mail: a receiver that answers now and then is told of once an hour (BK-14).
ALTER TABLE "push_health" ADD COLUMN     "warned_at" TIMESTAMPTZ(3);
-- Outages that go on were told when they began.
UPDATE push_health SET warned_at = failing_since WHERE failing_since IS NOT NULL;
