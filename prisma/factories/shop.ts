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
  readonly pushUrlFailure?: string;
  readonly pushFormat?: string;
  readonly pushHash?: string;
  /** Seconds between attempts, of the website's own. */
  readonly pushWaits?: readonly number[];
  readonly pushFailureEmail?: string;
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

type Facts = { readonly merchantId: string; readonly websiteId: string; readonly name: string };

const usual = {
  captureMode: "immediate",
  pushUrl: null,
  pushUrlFailure: null,
  pushSecret: `whsec_${Buffer.alloc(24, 5).toString("base64")}`,
  pushFormat: "standard",
  pushHash: "sha1",
  pushWaits: [],
  pushFailureEmail: null,
};

async function makeWebsite({ merchantId, websiteId, name }: Facts, options: ShopOptions) {
  const wished = { ...usual, ...options };
  const siteReference = `site_${websiteId.slice(0, 8)}`;
  const websiteKey = websiteId.replaceAll("-", "").slice(0, 10).toUpperCase();
  await owner().query(
    `insert into website (merchant_id, id, name, url, site_reference, website_key, capture_mode, push_url, push_url_failure,
       push_secret, push_format, push_hash, push_schedule, push_waits, push_failure_email, created_at)
     values ($1, $2, $3, 'https://shop.example', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      merchantId,
      websiteId,
      name,
      siteReference,
      websiteKey,
      wished.captureMode,
      wished.pushUrl,
      wished.pushUrlFailure,
      encryptSecret(wished.pushSecret),
      wished.pushFormat,
      wished.pushHash,
      wished.pushWaits.length === 0 ? "format" : "own",
      [...wished.pushWaits],
      wished.pushFailureEmail,
      createdAt,
    ],
  );
  return { siteReference, pushSecret: wished.pushSecret, websiteKey };
}

/** A merchant (or a given one) with a website, an API key and credentials of the Trust protocol. */
export async function makeShop(options: ShopOptions = {}) {
  const merchantId = options.merchantId ?? (await makeMerchant(options.timezone ?? "Europe/Amsterdam"));
  const websiteId = randomUUID();
  const name = options.name ?? `Shop ${websiteId.slice(0, 8)}`;
  const website = await makeWebsite({ merchantId, websiteId, name }, options);
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
    ...website,
    name,
    apiKey,
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
