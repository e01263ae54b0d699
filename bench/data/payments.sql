-- $1: payments of the large merchant. Merchant k of the 19 small ones has k thousandths of that.
-- One seed, one worker process: the same count always makes the same rows.
INSERT INTO payment (
  merchant_id, id, website_id, transaction_reference, intent_id, order_reference, customer_email, customer_name,
  customer_country, method, card_brand, card_first_six, card_last_four, card_expiry, currency, amount_minor,
  amount_major, settle_minor, captured_minor, refunded_minor, status, settle_status, capture_mode, gateway_reference,
  auth_code, created_at, status_at, expires_at, authorised_at, reserved_until, completed_at)
WITH merchants AS (
  SELECT k, pg_temp.merchant_of(k) AS merchant_id, CASE WHEN k = 0 THEN $1::int ELSE greatest(1, $1::int * k / 1000) END AS size
  FROM generate_series(0, 19) AS k
),
draws AS MATERIALIZED (
  SELECT k, merchant_id, n, size, random() AS moment, random() AS place, random() AS shop, random() AS way,
    random() AS fate, random() AS price, random() AS give_back, random() AS brand,
    floor(random() * random() * least(size, 400000))::int AS customer, floor(random() * 10000)::int AS digits
  FROM merchants, generate_series(1, size) AS n
),
customers AS (
  SELECT d.*,
    timestamptz '2024-11-01' + make_interval(secs => round(((n - 1 + moment) / size * 63072000)::numeric, 3)::float8) AS at,
    CASE WHEN place < 0.62 THEN 'EUR' WHEN place < 0.82 THEN 'PLN' WHEN place < 0.92 THEN 'SEK'
         WHEN place < 0.97 THEN 'JPY' ELSE 'KWD' END AS currency,
    (ARRAY['eva','daan','sanne','bram','fleur','thijs','agnieszka','piotr','zofia','marek',
           'astrid','lars','ingrid','nils','haruka','kenji','yui','fatima','yousef','noor'])[1 + customer % 20] AS given,
    (ARRAY['devries','jansen','bakker','visser','smit','meijer','kowalska','nowak','wisniewski','lewandowska',
           'lindqvist','karlsson','nyberg','holm','tanaka','suzuki','watanabe','almutairi','alsabah','haddad'])
      [1 + customer / 20 % 20] AS family,
    CASE WHEN customer % 5000 = 7 THEN 'kleinewinkel.example'
         ELSE (ARRAY['gmail.com','gmail.com','gmail.com','gmail.com','outlook.com','outlook.com','hotmail.com',
                     'icloud.com','ziggo.nl','wp.pl','telia.se','yahoo.co.jp'])[1 + customer / 400 % 12] END AS host,
    CASE WHEN fate < 0.82 THEN 'completed' WHEN fate < 0.89 THEN 'rejected' WHEN fate < 0.93 THEN 'expired'
         WHEN fate < 0.96 THEN 'retried' WHEN fate < 0.975 THEN 'failed' WHEN fate < 0.987 THEN 'authorised'
         WHEN fate < 0.997 THEN 'cancelled' WHEN fate < 0.9995 THEN 'pending' ELSE 'started' END AS status
  FROM draws d
),
purchases AS (
  SELECT c.*, currency_scale(currency) AS scale,
    CASE currency
      WHEN 'EUR' THEN CASE WHEN way < 0.50 THEN 'ideal' WHEN way < 0.92 THEN 'card' ELSE 'paypal' END
      WHEN 'PLN' THEN CASE WHEN way < 0.55 THEN 'blik' WHEN way < 0.80 THEN 'przelewy24' ELSE 'card' END
      WHEN 'SEK' THEN CASE WHEN way < 0.60 THEN 'swish' ELSE 'card' END
      WHEN 'JPY' THEN CASE WHEN way < 0.35 THEN 'konbini' ELSE 'card' END
      ELSE CASE WHEN way < 0.65 THEN 'knet' ELSE 'card' END END AS method,
    greatest(1, round(((4 + 420 * price ^ 4)
      * CASE currency WHEN 'EUR' THEN 1 WHEN 'PLN' THEN 4.3 WHEN 'SEK' THEN 11 WHEN 'JPY' THEN 160 ELSE 0.33 END
      )::numeric * currency_scale(currency)))::bigint AS minor
  FROM customers c
)
SELECT merchant_id, pg_temp.uuid_of(at, k, n), pg_temp.website_of(k, CASE WHEN shop < 0.55 THEN 1 WHEN shop < 0.80 THEN 2
    WHEN shop < 0.92 THEN 3 WHEN shop < 0.98 THEN 4 ELSE 5 END),
  format('%s-9-%s', k, n), format('bench-%s-%s', k, n), format('SO-%s-%s', extract(year FROM at), lpad(n::text, 7, '0')),
  format('%s.%s%s@%s', given, family, nullif(customer / 400, 0), host), initcap(given || ' ' || family),
  CASE currency WHEN 'EUR' THEN 'NL' WHEN 'PLN' THEN 'PL' WHEN 'SEK' THEN 'SE' WHEN 'JPY' THEN 'JP' ELSE 'KW' END,
  method,
  CASE WHEN method = 'card' THEN CASE WHEN brand < 0.55 THEN 'visa' WHEN brand < 0.93 THEN 'mastercard' ELSE 'amex' END END,
  CASE WHEN method = 'card' THEN CASE WHEN brand < 0.55 THEN '411111' WHEN brand < 0.93 THEN '555555' ELSE '378282' END END,
  CASE WHEN method = 'card' THEN lpad(digits::text, 4, '0') END,
  CASE WHEN method = 'card' THEN '12/2030' END,
  currency, minor, minor / scale, minor,
  CASE WHEN status = 'completed' THEN minor ELSE 0 END,
  CASE WHEN status <> 'completed' OR give_back > 0.05 THEN 0 WHEN give_back > 0.02 THEN minor ELSE (minor + 1) / 2 END,
  status,
  CASE status WHEN 'completed' THEN 100 WHEN 'authorised' THEN 10 WHEN 'pending' THEN NULL WHEN 'started' THEN NULL ELSE 3 END,
  'immediate',
  CASE WHEN status IN ('completed', 'authorised') THEN format('acq-%s-%s', k, n) END,
  CASE WHEN status IN ('completed', 'authorised') THEN lpad((digits * 97 % 1000000)::text, 6, '0') END,
  at, at + interval '9 seconds', at + interval '10 days',
  CASE WHEN status IN ('completed', 'authorised') THEN at + interval '4 seconds' END,
  CASE WHEN status IN ('completed', 'authorised') THEN at + interval '7 days 4 seconds' END,
  CASE WHEN status = 'completed' THEN at + interval '9 seconds' END
FROM purchases
ORDER BY at;
