import { pool } from "@/lib/platform/db";
import { digestOf } from "@/lib/platform/secrets";
import { together } from "@/lib/platform/together";

export type ApiCredential = {
  readonly merchantId: string;
  readonly websiteId: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly timezone: string;
  /** Words beyond the rights of every key; not all of them need mean something. */
  readonly rights: readonly string[];
};

const findDigest = together(async (digest) => {
  const { rows } = await pool().query<ApiCredential>({
    name: "api_credential",
    text: `select merchant_id as "merchantId", website_id as "websiteId", key_id as "keyId",
                  key_name as "keyName", timezone, rights from api_credential($1)`,
    values: [digest],
  });
  return rows[0] ?? null;
});

/** The website of an API key, or null for an unknown or revoked one. Only the key's digest leaves this process. */
export const findApiKey = (key: string): Promise<ApiCredential | null> => findDigest(digestOf(key));

export type TrustCredential = {
  readonly merchantId: string;
  readonly websiteId: string;
  readonly siteReference: string;
  readonly passwordHash: string;
  readonly timezone: string;
};

export const findTrustCredential = together(async (alias): Promise<TrustCredential | null> => {
  const { rows } = await pool().query<TrustCredential>({
    name: "trust_credential_of",
    text: `select merchant_id as "merchantId", website_id as "websiteId", site_reference as "siteReference",
                  password_hash as "passwordHash", timezone from trust_credential_of($1)`,
    values: [alias],
  });
  return rows[0] ?? null;
});
