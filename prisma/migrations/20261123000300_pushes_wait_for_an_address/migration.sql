-- PN-E4: a push without an address waits until the website has one.
ALTER TABLE push DROP CONSTRAINT push_state,
  ADD CONSTRAINT push_state CHECK (state IN ('pending', 'retrying', 'delivered', 'exhausted', 'no_address', 'will_not_send'));
CREATE INDEX push_waiting_for_address ON push (merchant_id, website_id, created_at, id) WHERE state = 'no_address';
