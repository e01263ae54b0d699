-- Every call of a machine asks one of these. A function in SQL is planned anew at every call, because SECURITY DEFINER
-- keeps it from becoming part of the query; one in PL/pgSQL is planned once per connection.
CREATE OR REPLACE FUNCTION api_credential(key_digest text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, key_id uuid, key_name text, timezone text, rights text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
  RETURN QUERY
    SELECT k.merchant_id, k.website_id, k.id, k.name, t.timezone, k.rights
    FROM api_key k JOIN merchant t ON t.id = k.merchant_id
    WHERE k.digest = key_digest AND k.revoked_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION trust_credential_of(user_alias text)
  RETURNS TABLE (merchant_id uuid, website_id uuid, site_reference text, password_hash text, timezone text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
  RETURN QUERY
    SELECT c.merchant_id, c.website_id, w.site_reference, c.password_hash, t.timezone
    FROM trust_credential c
    JOIN website w ON w.merchant_id = c.merchant_id AND w.id = c.website_id
    JOIN merchant t ON t.id = c.merchant_id
    WHERE c.alias = user_alias AND c.revoked_at IS NULL;
END $$;
