import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { closeFactories, makeShop } from "@/prisma/factories/shop";
import type { MerchantScope } from "@/lib/kernel/access";
import { closeDatabase } from "@/lib/platform/db";
import { clearDue } from "./data/due";
import type { Addresses } from "./place";

/** The large merchant as data/merchants.sql makes it. */
const merchantId = "00000000-0000-7000-8000-000000000000";
export const websiteId = (place: number) =>
  `00000000-0000-7000-8000-${(1000 + place).toString().padStart(12, "0")}`;
export const timezone = "Europe/Amsterdam";

const authSecret = "a secret of the benchmark";
const cookieName = "authjs.session-token";
const websiteName = "Benchmark";

export type Site = {
  readonly addresses: Addresses;
  readonly environment: Readonly<Record<string, string>>;
  /** As the owner: past row security, as a bare server would be. */
  readonly owner: pg.Pool;
  readonly scope: MerchantScope;
  readonly websiteId: string;
  readonly siteReference: string;
  readonly apiKey: string;
  readonly trust: { readonly alias: string; readonly password: string };
  readonly cookie: { readonly name: string; readonly value: string };
  /** Payments of the large merchant. */
  readonly rows: number;
  readonly close: () => Promise<void>;
};

const environmentOf = ({ ownerUrl, appUrl }: Addresses) => ({
  DATABASE_URL: ownerUrl,
  APP_DATABASE_URL: appUrl,
  AUTH_SECRET: authSecret,
  AUTH_TRUST_HOST: "true",
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
  GATEWAY_URL: "http://127.0.0.1:9",
  LOG_LEVEL: "warn",
  NEXT_TELEMETRY_DISABLED: "1",
});

/** What an earlier run left. */
async function clear(owner: pg.Pool): Promise<void> {
  await clearDue(owner);
  for (const table of ["api_key", "trust_credential", "renewal_setting", "computop_credential"])
    await owner.query(
      `delete from ${table} where website_id in (select id from website where merchant_id = $1 and name = $2)`,
      [merchantId, websiteName],
    );
  await owner.query("delete from website where merchant_id = $1 and name = $2", [merchantId, websiteName]);
  await owner.query("delete from listing_preference");
  await owner.query("delete from user_session");
  await owner.query("delete from membership");
  await owner.query("delete from app_user");
}

async function signIn(owner: pg.Pool): Promise<string> {
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  await owner.query(
    `insert into app_user (id, email, name, password_hash, locale, created_at)
     values ($1, 'eva@bench.example', 'Eva', 'unused', 'en', now())`,
    [userId],
  );
  await owner.query(
    "insert into membership (merchant_id, user_id, role, created_at) values ($1, $2, 'owner', now())",
    [merchantId, userId],
  );
  await owner.query(
    `insert into user_session (id, user_id, active_merchant_id, created_at, last_seen_at, expires_at, address, user_agent)
     values ($1, $2, $3, now(), now(), now() + interval '1 day', '127.0.0.1', 'bench')`,
    [sessionId, userId, merchantId],
  );
  return encode({ token: { sid: sessionId }, secret: authSecret, salt: cookieName });
}

/** A key, a signed-in person and the environment in which our code runs against the database. */
export async function openSite(addresses: Addresses, rows: number): Promise<Site> {
  const environment = environmentOf(addresses);
  Object.assign(process.env, environment);
  const owner = new pg.Pool({ connectionString: addresses.ownerUrl, max: 2 });
  await clear(owner);
  const shop = await makeShop({ merchantId, name: websiteName });
  const cookie = { name: cookieName, value: await signIn(owner) };
  const { scope, websiteId: ownWebsiteId, siteReference, apiKey, trust } = shop;
  const close = async () => {
    await Promise.all([owner.end(), closeFactories(), closeDatabase()]);
  };
  const known = { websiteId: ownWebsiteId, siteReference, apiKey, trust };
  return { addresses, environment, owner, scope, ...known, cookie, rows, close };
}
