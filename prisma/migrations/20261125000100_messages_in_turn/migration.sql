-- One merchant's turn, whatever waits for the others.
CREATE INDEX communication_turn ON communication (merchant_id, channel, next_attempt_at, id) WHERE state IN ('queued', 'sending');
