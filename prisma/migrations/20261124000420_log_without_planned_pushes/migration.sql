-- A push has the id of the history row that it tells of: its state belongs beside that line and is no line of its own.
CREATE OR REPLACE VIEW activity WITH (security_invoker = true) AS
SELECT merchant_id, id, at, CASE WHEN refund_id IS NULL THEN 'payment' ELSE 'refund' END AS object,
  CASE WHEN from_status = to_status THEN 'change' ELSE 'status' END AS kind,
  payment_id, refund_id, NULL::uuid AS data_request_id, NULL::uuid AS subscription_id, NULL::uuid AS push_id,
  event, to_status AS became, actor, reason AS text, correlation_id
FROM payment_history
UNION ALL
SELECT merchant_id, id, at, 'data_request', 'status', NULL, NULL, data_request_id, NULL, NULL,
  event, to_code::text, actor, text, correlation_id
FROM data_request_history
UNION ALL
SELECT merchant_id, id, at, 'subscription', CASE WHEN from_status = to_status THEN 'change' ELSE 'status' END,
  NULL, NULL, NULL, subscription_id, NULL, event, to_status, actor, NULL, correlation_id
FROM subscription_history
UNION ALL
SELECT merchant_id, id, started_at, 'push', 'push_attempt', NULL, NULL, NULL, NULL, push_id,
  trigger, outcome, actor, coalesce(status::text, error), exchange_id
FROM push_attempt;
