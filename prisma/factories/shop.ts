import { randomUUID } from "node:crypto";
import pg from "pg";
import { env } from "@/lib/platform/env";
import { proveScope } from "@/lib/platform/scope";
import { digestOf, encryptSecret, hashPassword, newKey } from "@/lib/platform/secrets";

export type ShopOptions = {
  readonly merchantId?: string;
  readonly captureMode?: string;
  readonly timezone?: string;
  readonly name?: string;
  readonly pushUrl?: string;
  readonly pushSecret?: string;
};

const createdAt = "2026-01-01T00:00:00Z";
const password = "Password1^";

let known: pg.Pool | null = null;
/** As the owner, for what the application itself may not do. */
const owner = () => (known ??= new pg.Pool({ connectionString: env().ownerDatabaseUrl ?? "", max: 2 }));

export async function closeFactories() {
  await known?.end();
  known = null;
}

async function makeMerchant(timezone: string): Promise<string> {
  const id = randomUUID();
  await owner().query(
    "insert into merchant (id, name, timezone, country, created_at) values ($1, $2, $3, 'NL', $4)",
    [id, `Merchant ${id.slice(0, 8)}`, timezone, createdAt],
  );
  return id;
}

/** A merchant (or a given one) with a website, an API key and credentials of the Trust protocol. */
export async function makeShop(options: ShopOptions = {}) {
  const merchantId = options.merchantId ?? (await makeMerchant(options.timezone ?? "Europe/Amsterdam"));
  const websiteId = randomUUID();
  const siteReference = `site_${websiteId.slice(0, 8)}`;
  const name = options.name ?? `Shop ${websiteId.slice(0, 8)}`;
  const pushSecret = options.pushSecret ?? `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
  await owner().query(
    `insert into website (merchant_id, id, name, url, site_reference, capture_mode, push_url, push_secret, created_at)
     values ($1, $2, $3, 'https://shop.example', $4, $5, $6, $7, $8)`,
    [
      merchantId,
      websiteId,
      name,
      siteReference,
      options.captureMode ?? "immediate",
      options.pushUrl ?? null,
      encryptSecret(pushSecret),
      createdAt,
    ],
  );
  const apiKey = newKey("cf_test");
  await owner().query(
    `insert into api_key (merchant_id, id, website_id, name, hint, digest, created_at) values ($1, $2, $3, 'key', $4, $5, $6)`,
    [merchantId, randomUUID(), websiteId, apiKey.slice(0, 12), digestOf(apiKey), createdAt],
  );
  const alias = `webservices@${websiteId.slice(0, 8)}.example`;
  await owner().query(
    `insert into trust_credential (merchant_id, id, website_id, alias, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [merchantId, randomUUID(), websiteId, alias, await hashPassword(password), createdAt],
  );
  return {
    merchantId,
    scope: proveScope(merchantId),
    websiteId,
    siteReference,
    name,
    apiKey,
    pushSecret,
    trust: { alias, password },
  };
}

export type Shop = Awaited<ReturnType<typeof makeShop>>;

/** Rows as they are in the database, past every wall. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await owner().query<Row>(text, [...values])).rows;
}
