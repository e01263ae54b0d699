-- Readable keys that only this benchmark uses; the functions live as long as the connection that fills the tables.
CREATE FUNCTION pg_temp.merchant_of(k int) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN format('00000000-0000-7000-8000-%s', lpad(k::text, 12, '0'))::uuid;
CREATE FUNCTION pg_temp.website_of(k int, place int) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN format('00000000-0000-7000-8000-%s', lpad((1000 + k * 10 + place)::text, 12, '0'))::uuid;
CREATE FUNCTION pg_temp.uuid_of(at timestamptz, k int, n int) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(k || ' ' || n), 1, 3) || '8' || substr(md5(k || ' ' || n), 4, 15))::uuid;

INSERT INTO merchant (id, name, timezone, country, created_at)
SELECT pg_temp.merchant_of(k), CASE WHEN k = 0 THEN 'Large merchant' ELSE format('Small merchant %s', k) END,
  'Europe/Amsterdam', 'NL', '2024-10-01'
FROM generate_series(0, 19) AS k;

INSERT INTO website (merchant_id, id, name, url, site_reference, capture_mode, push_secret, created_at)
SELECT pg_temp.merchant_of(k), pg_temp.website_of(k, place),
  (ARRAY['Main shop', 'Outlet', 'Wholesale', 'Pop-up', 'Gift cards'])[place],
  format('https://shop%s.example', place), format('bench_%s_%s', k, place), 'immediate', 'unused', '2024-10-01'
FROM generate_series(0, 19) AS k, generate_series(1, 5) AS place;
