-- The words of an exchange's addresses and bodies, found by lib/kernel/search-words.ts before it is stored.
ALTER TABLE exchange ADD COLUMN words tsvector;

-- What was stored before: the same words, as far as the database can tell them.
UPDATE exchange SET words = array_to_tsvector(array(
  SELECT DISTINCT left(found.word, 64)
  FROM (SELECT lower(url || ' ' || request_body || ' ' || coalesce(response_body, '')) AS text) spoken,
    LATERAL (
      SELECT (regexp_matches(spoken.text, '[[:alnum:]]+(?:[._@-][[:alnum:]]+)*', 'g'))[1] AS word
      UNION SELECT (regexp_matches(spoken.text, '[[:alnum:]]+', 'g'))[1]) found
  LIMIT 1500));

-- A short list of what is pending: neither a search nor the one write that empties it takes long.
CREATE INDEX exchange_words ON exchange USING gin (merchant_id, words) WITH (gin_pending_list_limit = 256);
CREATE INDEX "exchange_merchant_id_website_id_started_at_id_idx" ON "exchange"("merchant_id", "website_id", "started_at" DESC, "id" DESC);
-- What is rare among many: without a payment, and without a good answer.
CREATE INDEX exchange_without_payment ON exchange (merchant_id, started_at DESC, id DESC) WHERE payment_id IS NULL;
CREATE INDEX exchange_not_taken ON exchange (merchant_id, started_at DESC, id DESC) WHERE status IS NULL OR status >= 300;

-- Row security keeps @@ away from the index, because it is not leakproof. This door stays inside the merchant of the
-- transaction and gives up past `ceiling` matches.
CREATE FUNCTION exchanges_with_words(wanted tsquery, ceiling int)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT e.id FROM exchange e
  WHERE e.merchant_id = (SELECT current_merchant()) AND e.words @@ wanted
  LIMIT ceiling;
END;
REVOKE ALL ON FUNCTION exchanges_with_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchanges_with_words TO counterfoil_app;
