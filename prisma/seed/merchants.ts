import { PrismaPg } from "@prisma/adapter-pg";
import type { Role } from "@/lib/kernel/access";
import { PrismaClient } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import { digestOf, encryptSecret, hashPassword, newKey, newPushSecret } from "@/lib/platform/secrets";
import { demoPassword, names, plans, type MerchantPlan, type WebsitePlan } from "./plans";
import { at, later } from "./time-travel";

export type Person = { readonly id: string; readonly name: string; readonly role: Role };

export type SeededWebsite = Pick<WebsitePlan, "captureMode" | "weight" | "settings" | "renews"> & {
  readonly id: string;
  readonly merchantId: string;
  readonly apiKeyId: string;
  /** Who refunds and changes by day, and who agrees to it. */
  readonly clerk: Person;
  readonly owner: Person;
  readonly shown: {
    readonly name: string;
    readonly siteReference: string;
    readonly apiKey: string;
    readonly officeKey?: string;
    readonly trust: { readonly alias: string; readonly password: string };
    readonly pushUrl: string;
    readonly pushSecret: string;
    readonly computop?: {
      readonly merchantId: string;
      readonly cipherPassword: string;
      readonly hmacPassword: string;
    };
  };
};
type ShownUser = {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly merchant: string;
};

type Merchant = Pick<SeededWebsite, "clerk" | "owner"> & { readonly id: string; readonly createdAt: Date };

type NewKeyRow = {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly rights: readonly string[];
};

async function insertKeys(
  db: PrismaClient,
  { id: merchantId, createdAt }: Merchant,
  websiteId: string,
  keys: readonly NewKeyRow[],
): Promise<void> {
  await db.apiKey.createMany({
    data: keys.map(({ id, name, key, rights }) => ({
      ...{ merchantId, websiteId, createdAt, id, name },
      hint: key.slice(0, 8),
      digest: digestOf(key),
      rights: [...rights],
    })),
  });
}

async function insertWebsite(
  db: PrismaClient,
  merchant: Merchant,
  plan: WebsitePlan,
  shopUrl: string,
): Promise<SeededWebsite> {
  const { id: merchantId, createdAt, clerk, owner } = merchant;
  const { name, siteReference, captureMode, settings, weight, officeKey } = plan;
  const [id, apiKeyId] = [newId(), newId()];
  const office = officeKey === undefined ? undefined : { ...officeKey, id: newId(), key: newKey("cfk") };
  const shown = {
    ...{ name, siteReference },
    apiKey: newKey("cfk"),
    ...(office === undefined ? {} : { officeKey: office.key }),
    trust: { alias: `ws@${siteReference.replace("_", "-")}.example`, password: demoPassword },
    pushUrl: `${shopUrl}/pushes/${siteReference}`,
    pushSecret: newPushSecret(),
  };
  const own = { merchantId, createdAt };
  await db.website.create({
    data: {
      ...own,
      ...settings,
      ...{ id, name, siteReference, captureMode },
      url: `https://${siteReference.replace("_", ".")}.example`,
      pushUrl: shown.pushUrl,
      pushSecret: encryptSecret(shown.pushSecret),
    },
  });
  const checkout = { id: apiKeyId, name: `${name} checkout`, key: shown.apiKey, rights: [] };
  await insertKeys(db, merchant, id, office === undefined ? [checkout] : [checkout, office]);
  const passwordHash = await hashPassword(shown.trust.password);
  await db.trustCredential.create({
    data: { ...own, id: newId(), websiteId: id, alias: shown.trust.alias, passwordHash },
  });
  const website = { id, merchantId, captureMode, weight, settings, apiKeyId, clerk, owner, shown };
  return plan.renews === true ? { ...website, renews: true } : website;
}

async function insertPeople(db: PrismaClient, createdAt: Date): Promise<ReadonlyMap<string, string>> {
  const passwordHash = await hashPassword(demoPassword);
  const ids = new Map(Object.keys(names).map((email) => [email, newId()]));
  const data = [...ids].map(([email, id]) => ({
    ...{ id, email, passwordHash, createdAt },
    name: names[email] ?? email,
  }));
  await db.user.createMany({ data });
  return ids;
}

function personOf([email, role]: readonly [string, Role], userIds: ReadonlyMap<string, string>): Person {
  return { id: userIds.get(email) ?? "", name: names[email] ?? email, role };
}

async function insertMerchant(
  db: PrismaClient,
  plan: MerchantPlan,
  userIds: ReadonlyMap<string, string>,
  createdAt: Date,
): Promise<Merchant> {
  const id = newId();
  const { name, timezone, country, refundLimits } = plan;
  const people = plan.people.map((one) => personOf(one, userIds));
  const [owner, clerk = owner] = people;
  if (owner === undefined || clerk === undefined) throw new Error(`${name} has no people`);
  await db.merchant.create({ data: { id, name, timezone, country, isDemo: true, createdAt } });
  await db.membership.createMany({
    data: people.map(({ id: userId, role }) => ({ merchantId: id, userId, role, createdAt })),
  });
  await db.refundLimit.createMany({
    data: refundLimits.map(([currency, limitMinor]) => ({
      ...{ merchantId: id, currency, limitMinor },
      setAt: createdAt,
      actor: `user:${owner.name}`,
    })),
  });
  return { id, createdAt, clerk, owner };
}

/** Merchants, their people and their websites with keys that the demo may show. Written by the owner: no command makes a merchant yet. */
export async function seedMerchants(ownerUrl: string, shopUrl: string, firstDay: Date) {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: ownerUrl, max: 2 }) });
  const websites: SeededWebsite[] = [];
  try {
    await at(later(firstDay, -3_600_000), async () => {
      const userIds = await insertPeople(db, firstDay);
      for (const plan of plans) {
        const merchant = await insertMerchant(db, plan, userIds, firstDay);
        for (const website of plan.websites)
          websites.push(await insertWebsite(db, merchant, website, shopUrl));
      }
    });
  } finally {
    await db.$disconnect();
  }
  const users: ShownUser[] = plans.flatMap(({ name, people }) =>
    people.map(([email, role]) => ({ email, password: demoPassword, role, merchant: name })),
  );
  return { users, websites };
}
