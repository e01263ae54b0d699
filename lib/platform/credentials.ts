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

export type BuckarooCredential = {
  readonly merchantId: string;
  readonly websiteId: string;
  readonly websiteName: string;
  readonly secret: string;
  /** Counts until its time is over (24 hours after a rotation). */
  readonly secretBefore: string | null;
  readonly secretBeforeUntil: Date | null;
  readonly timezone: string;
};

/** The website of a Buckaroo website key, its secrets still encrypted. */
export async function findBuckarooCredential(websiteKey: string): Promise<BuckarooCredential | null> {
  const { rows } = await pool().query<BuckarooCredential>({
    name: "buckaroo_credential",
    text: `select merchant_id as "merchantId", website_id as "websiteId", website_name as "websiteName",
                  push_secret as secret, push_secret_before as "secretBefore",
                  push_secret_until as "secretBeforeUntil", timezone from buckaroo_credential($1)`,
    values: [websiteKey],
  });
  return rows[0] ?? null;
}

export type ComputopCredential = {
  readonly merchantId: string;
  readonly websiteId: string;
  /** Both still encrypted. */
  readonly cipherPassword: string;
  readonly hmacPassword: string;
  readonly timezone: string;
};

/** The website of a Computop MerchantID. */
export const findComputopCredential = together(async (mid): Promise<ComputopCredential | null> => {
  const { rows } = await pool().query<ComputopCredential>({
    name: "computop_credential_of",
    text: `select merchant_id as "merchantId", website_id as "websiteId", cipher_password as "cipherPassword",
                  hmac_password as "hmacPassword", timezone from computop_credential_of($1)`,
    values: [mid],
  });
  return rows[0] ?? null;
});

type Owned = { readonly merchantId: string; readonly id: string };

/** Whose data request the bank means by its reference. */
export async function findDataRequestAtBank(reference: string): Promise<Owned | null> {
  const { rows } = await pool().query<Owned>({
    name: "data_request_at_bank",
    text: `select merchant_id as "merchantId", id from data_request_at_bank($1)`,
    values: [reference],
  });
  return rows[0] ?? null;
}

/** Whose QR code an address leads to. Only the digest of its secret part leaves this process. */
export async function findQrCode(token: string): Promise<Owned | null> {
  const { rows } = await pool().query<Owned>({
    name: "qr_code_of",
    text: `select merchant_id as "merchantId", id from qr_code_of($1)`,
    values: [digestOf(token)],
  });
  return rows[0] ?? null;
}

/** Whose message a return path names. */
export async function findReturnPath(token: string): Promise<Owned | null> {
  const { rows } = await pool().query<Owned>({
    name: "communication_of",
    text: `select merchant_id as "merchantId", id from communication_of($1)`,
    values: [token],
  });
  return rows[0] ?? null;
}

/** Whose text message the provider means. */
export async function findSms(id: string): Promise<Owned | null> {
  const { rows } = await pool().query<Owned>({
    name: "sms_of",
    text: `select merchant_id as "merchantId", id from sms_of($1)`,
    values: [id],
  });
  return rows[0] ?? null;
}
