CREATE INDEX "subscription_history_merchant_id_at_id_idx" ON "subscription_history"("merchant_id", "at" DESC, "id" DESC);

-- What was sent to acquirer and bank.
CREATE VIEW gateway_request WITH (security_invoker = true) AS
SELECT * FROM exchange WHERE leg IN ('us_to_gateway', 'us_to_bank');

-- Everything that happened. Each arm is one table as it is: so a page of the newest walks an index of each and sorts
-- nothing. Whose website it was, and whom a push told of, is looked up for the rows of a page.
CREATE VIEW activity WITH (security_invoker = true) AS
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
SELECT merchant_id, id, created_at, 'push', 'push_planned', payment_id, refund_id, data_request_id, NULL, id,
  event_type, 'planned', 'system:pushes', NULL, NULL
FROM push
UNION ALL
SELECT merchant_id, id, started_at, 'push', 'push_attempt', NULL, NULL, NULL, NULL, push_id,
  trigger, outcome, actor, coalesce(status::text, error), exchange_id
FROM push_attempt;

GRANT SELECT ON gateway_request, activity TO counterfoil_app;

-- What people did and the reasons that were given, for the search: what machines do without a reason is left out.
CREATE INDEX payment_history_words ON payment_history
  USING gin (merchant_id, to_tsvector('simple', actor || ' ' || coalesce(reason, '')))
  WHERE reason IS NOT NULL OR starts_with(actor, 'user:');
CREATE INDEX data_request_history_words ON data_request_history
  USING gin (merchant_id, to_tsvector('simple', actor || ' ' || coalesce(text, '')))
  WHERE text IS NOT NULL OR starts_with(actor, 'user:');

-- Row security keeps @@ away from these indexes, because it is not leakproof. This door stays inside the merchant of
-- the transaction and gives up past `ceiling` matches.
CREATE FUNCTION activity_with_words(wanted tsquery, ceiling int)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  (SELECT h.id FROM payment_history h
   WHERE h.merchant_id = (SELECT current_merchant()) AND (h.reason IS NOT NULL OR starts_with(h.actor, 'user:'))
     AND to_tsvector('simple', h.actor || ' ' || coalesce(h.reason, '')) @@ wanted
   LIMIT ceiling)
  UNION ALL
  (SELECT h.id FROM data_request_history h
   WHERE h.merchant_id = (SELECT current_merchant()) AND (h.text IS NOT NULL OR starts_with(h.actor, 'user:'))
     AND to_tsvector('simple', h.actor || ' ' || coalesce(h.text, '')) @@ wanted
   LIMIT ceiling);
END;
REVOKE ALL ON FUNCTION activity_with_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION activity_with_words TO counterfoil_app;
