-- A bounce comes within days of its mail. Under row security the planner may not look into the difference of two
-- moments, so that the odd ones are told by a column of their own.
ALTER TABLE bounce ADD COLUMN is_odd BOOLEAN NOT NULL
  GENERATED ALWAYS AS (coalesce(bounced_at - message_sent_at NOT BETWEEN interval '-1 day' AND interval '7 days', false)) STORED;
DROP INDEX bounce_odd;
CREATE INDEX bounce_odd ON bounce (merchant_id, kind, bounced_at DESC, id DESC) WHERE is_odd;

CREATE OR REPLACE VIEW email_bounce WITH (security_invoker = true) AS SELECT * FROM bounce WHERE kind = 'PLAZA_EMAIL';
CREATE OR REPLACE VIEW credit_bounce WITH (security_invoker = true) AS SELECT * FROM bounce WHERE kind = 'CREDIT_MANAGEMENT';
