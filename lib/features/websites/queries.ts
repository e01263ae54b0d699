import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { checkAddressAndName, type AddressRefusal } from "@/lib/platform/address-guard";
import { now } from "@/lib/platform/clock";
import { withinScope } from "@/lib/platform/scoped";
import { askOn } from "@/lib/platform/statements";
import { reading, type Db } from "@/lib/platform/tx";

type WebsiteOption = { readonly id: string; readonly label: string };

/** For filters: id and name, by name. Every list asks for it, so it goes the short way. */
export const websiteOptions = (scope: MerchantScope) =>
  withinScope(scope, (client) =>
    askOn(client)<WebsiteOption>(
      sql`select id, name as label from website where merchant_id = ${scope} order by name`,
    ),
  );

export const findWebsites = (scope: MerchantScope) =>
  reading(scope, (db) =>
    db.website.findMany({
      where: { merchantId: scope },
      orderBy: { name: "asc" },
      select: {
        id: true,
        name: true,
        url: true,
        siteReference: true,
        captureMode: true,
        validitySeconds: true,
        retryEnabled: true,
        waitingRefundHours: true,
        refundWindowMonths: true,
        duplicateCheckMinutes: true,
        refundsInPlatform: true,
        pushFormat: true,
        pushUrl: true,
        websiteKey: true,
        apiKeys: {
          where: { revokedAt: null },
          orderBy: { createdAt: "asc" },
          select: { id: true, name: true, hint: true, createdAt: true },
        },
        trustCredentials: { where: { revokedAt: null }, select: { id: true, alias: true, createdAt: true } },
        computopCredentials: { where: { revokedAt: null }, select: { mid: true } },
      },
    }),
  );

/** Whether customers are written to, and where their answers go. */
export const getMailSettings = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) =>
    isUuid(id)
      ? db.website.findUnique({
          where: { merchantId_id: { merchantId: scope, id } },
          select: { id: true, name: true, mailsCustomers: true, replyTo: true },
        })
      : null,
  );

const readSettings = (db: Db, scope: MerchantScope, id: string) =>
  db.website.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      name: true,
      websiteKey: true,
      pushFormat: true,
      pushUrl: true,
      pushUrlFailure: true,
      pushHash: true,
      pushSchedule: true,
      pushWaits: true,
      pushFailureEmail: true,
      pushSecretUntil: true,
      pushTestId: true,
      pushTestedAt: true,
      pushHealth: { select: { acceptedAt: true, refusedAt: true, failingSince: true } },
    },
  });

const readTest = (db: Db, scope: MerchantScope, testId: string) =>
  db.exchange.findFirst({
    where: { merchantId: scope, correlationId: testId },
    select: {
      id: true,
      url: true,
      status: true,
      error: true,
      responseBody: true,
      startedAt: true,
      tookMs: true,
    },
  });
type TestExchange = NonNullable<Awaited<ReturnType<typeof readTest>>>;

/** Why the address may not be called, where that is why the test was not sent. */
async function refusalOf(exchange: TestExchange | null): Promise<AddressRefusal | null> {
  if (exchange?.error !== "blocked") return null;
  const checked = await checkAddressAndName(exchange.url);
  return checked.ok ? null : checked.error;
}

/** How a website is told, how its receiver does (PN-11), and what it said to the last test. */
export async function getPushSettings(scope: MerchantScope, id: string) {
  const read = await reading(scope, async (db) => {
    const website = isUuid(id) ? await readSettings(db, scope, id) : null;
    if (website === null) return null;
    const waiting = await db.push.count({
      where: { merchantId: scope, websiteId: id, state: { in: ["pending", "retrying", "no_address"] } },
    });
    const exchange = website.pushTestId === null ? null : await readTest(db, scope, website.pushTestId);
    return { website, waiting, exchange };
  });
  if (read === null) return null;
  const { website, waiting, exchange } = read;
  const { pushSecretUntil, pushTestedAt: testedAt, ...settings } = website;
  return {
    ...settings,
    waiting,
    /** Null once the secret before counts no longer. */
    oldSecretUntil: pushSecretUntil !== null && pushSecretUntil > now() ? pushSecretUntil : null,
    pushSecretUntil,
    test: testedAt === null ? null : { testedAt, exchange, refusal: await refusalOf(exchange) },
  };
}
export type PushSettings = NonNullable<Awaited<ReturnType<typeof getPushSettings>>>;
