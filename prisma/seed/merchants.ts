import { randomBytes } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Role } from "@/lib/kernel/access";
import { PrismaClient } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import { digestOf, encryptSecret, hashPassword, newKey } from "@/lib/platform/secrets";
import { at, later } from "./time-travel";

const demoPassword = "counterfoil-demo";

type CaptureMode = "immediate" | "scheduled" | "manual";
type WebsitePlan = {
  readonly name: string;
  readonly siteReference: string;
  readonly captureMode: CaptureMode;
};
type MerchantPlan = {
  readonly name: string;
  readonly timezone: string;
  readonly country: string;
  readonly people: readonly (readonly [email: string, role: Role])[];
  readonly websites: readonly WebsitePlan[];
};

const plans: readonly MerchantPlan[] = [
  {
    name: "Acme Europe",
    timezone: "Europe/Amsterdam",
    country: "NL",
    people: [
      ["owner@acme.example", "owner"],
      ["manager@acme.example", "manager"],
      ["finance@acme.example", "finance"],
      ["support@acme.example", "support"],
      ["viewer@acme.example", "viewer"],
    ],
    websites: [
      { name: "Acme Shop", siteReference: "acme_shop", captureMode: "immediate" },
      { name: "Acme Outlet", siteReference: "acme_outlet", captureMode: "scheduled" },
    ],
  },
  {
    name: "Kaffebaren",
    timezone: "Europe/Stockholm",
    country: "SE",
    people: [
      ["owner@kaffebaren.example", "owner"],
      ["finance@acme.example", "finance"],
    ],
    websites: [{ name: "Kaffebaren", siteReference: "kaffebaren", captureMode: "immediate" }],
  },
];

const names: Readonly<Record<string, string>> = {
  "owner@acme.example": "Eva de Vries",
  "manager@acme.example": "Piotr Nowak",
  "finance@acme.example": "Åsa Lindqvist",
  "support@acme.example": "Misaki Sato",
  "viewer@acme.example": "Thijs Mulder",
  "owner@kaffebaren.example": "Björn Åkesson",
};

export type SeededWebsite = {
  readonly id: string;
  readonly merchantId: string;
  readonly captureMode: CaptureMode;
  readonly apiKeyId: string;
  readonly clerk: { readonly id: string; readonly name: string };
  readonly shown: {
    readonly name: string;
    readonly siteReference: string;
    readonly apiKey: string;
    readonly trust: { readonly alias: string; readonly password: string };
    readonly pushUrl: string;
    readonly pushSecret: string;
  };
};
type ShownUser = {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly merchant: string;
};

type Merchant = { readonly id: string; readonly createdAt: Date; readonly clerk: SeededWebsite["clerk"] };

async function insertWebsite(
  db: PrismaClient,
  merchant: Merchant,
  plan: WebsitePlan,
  shopUrl: string,
): Promise<SeededWebsite> {
  const { id: merchantId, createdAt } = merchant;
  const [id, apiKeyId] = [newId(), newId()];
  const shown = {
    name: plan.name,
    siteReference: plan.siteReference,
    apiKey: newKey("cfk"),
    trust: { alias: `ws@${plan.siteReference.replace("_", "-")}.example`, password: demoPassword },
    pushUrl: `${shopUrl}/pushes/${plan.siteReference}`,
    pushSecret: `whsec_${randomBytes(32).toString("base64")}`,
  };
  const own = { merchantId, createdAt };
  await db.website.create({
    data: {
      ...own,
      id,
      name: plan.name,
      url: `https://${plan.siteReference.replace("_", ".")}.example`,
      siteReference: plan.siteReference,
      captureMode: plan.captureMode,
      pushUrl: shown.pushUrl,
      pushSecret: encryptSecret(shown.pushSecret),
    },
  });
  const key = {
    id: apiKeyId,
    name: `${plan.name} checkout`,
    hint: shown.apiKey.slice(0, 8),
    digest: digestOf(shown.apiKey),
  };
  await db.apiKey.create({ data: { ...own, websiteId: id, ...key } });
  const passwordHash = await hashPassword(shown.trust.password);
  await db.trustCredential.create({
    data: { ...own, id: newId(), websiteId: id, alias: shown.trust.alias, passwordHash },
  });
  return { id, merchantId, captureMode: plan.captureMode, apiKeyId, clerk: merchant.clerk, shown };
}

async function insertPeople(db: PrismaClient, createdAt: Date): Promise<ReadonlyMap<string, string>> {
  const passwordHash = await hashPassword(demoPassword);
  const ids = new Map(Object.keys(names).map((email) => [email, newId()]));
  const data = [...ids].map(([email, id]) => ({
    id,
    email,
    name: names[email] ?? email,
    passwordHash,
    createdAt,
  }));
  await db.user.createMany({ data });
  return ids;
}

async function insertMerchant(
  db: PrismaClient,
  plan: MerchantPlan,
  userIds: ReadonlyMap<string, string>,
  createdAt: Date,
): Promise<Merchant> {
  const id = newId();
  const { name, timezone, country, people } = plan;
  await db.merchant.create({ data: { id, name, timezone, country, isDemo: true, createdAt } });
  const members = people.map(([email, role]) => ({
    merchantId: id,
    userId: userIds.get(email) ?? "",
    role,
    createdAt,
  }));
  await db.membership.createMany({ data: members });
  const [first] = people;
  const email = people[1]?.[0] ?? first?.[0] ?? "";
  return { id, createdAt, clerk: { id: userIds.get(email) ?? "", name: names[email] ?? email } };
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
