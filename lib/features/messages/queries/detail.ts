import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { reading, type Db } from "@/lib/platform/tx";

/** Of one conversation or one object; a page is for people to read. */
const mostShown = 200;

const heads = {
  id: true,
  leg: true,
  method: true,
  url: true,
  status: true,
  error: true,
  startedAt: true,
  tookMs: true,
} as const;
const whole = {
  ...heads,
  requestHeaders: true,
  requestBody: true,
  responseHeaders: true,
  responseBody: true,
  correlationId: true,
} as const;

const inOrder = [{ startedAt: "asc" as const }, { id: "asc" as const }];

export type Headers = Readonly<Record<string, string>>;
/** As `maskHeaders` made them before they were stored. */
const headersOf = (stored: unknown): Headers =>
  typeof stored === "object" && stored !== null
    ? Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, String(value)]))
    : {};

const told = <E extends { requestHeaders: unknown; responseHeaders: unknown }>(exchange: E) => ({
  ...exchange,
  requestHeaders: headersOf(exchange.requestHeaders),
  responseHeaders: headersOf(exchange.responseHeaders),
});

const readMessage = (db: Db, scope: MerchantScope, id: string) =>
  db.exchange.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      ...whole,
      websiteId: true,
      payment: { select: { id: true, orderReference: true, transactionReference: true } },
      request: { select: { id: true, key: true } },
    },
  });

const readWebsite = async (db: Db, scope: MerchantScope, id: string | null) =>
  id === null
    ? null
    : db.website.findUnique({ where: { merchantId_id: { merchantId: scope, id } }, select: { name: true } });

/** One exchange and all of its conversation in order; null for absent, foreign, or no id at all. */
export async function getMessage(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const message = await readMessage(db, scope, id);
    if (message === null) return null;
    const conversation = await db.exchange.findMany({
      where: { merchantId: scope, correlationId: message.correlationId },
      orderBy: inOrder,
      take: mostShown,
      select: heads,
    });
    const website = await readWebsite(db, scope, message.websiteId);
    return { message: { ...told(message), website: website?.name ?? null }, conversation };
  });
}
export type MessageDetail = NonNullable<Awaited<ReturnType<typeof getMessage>>>;

export type MessageSubject =
  { readonly paymentId: string } | { readonly dataRequestId: string; readonly correlationId: string };

/** BK-7: with a request goes what is filed under nothing or a payment alone and belongs to its conversation. */
const aboutSubject = (subject: MessageSubject) =>
  "paymentId" in subject
    ? subject
    : {
        OR: [
          { dataRequestId: subject.dataRequestId },
          { dataRequestId: null, correlationId: subject.correlationId },
        ],
      };

/** Everything that was said about a payment or data request, or only what was said to acquirer and bank. */
export const findMessagesOf = (
  scope: MerchantScope,
  subject: MessageSubject,
  legs: readonly string[] | null,
) =>
  reading(scope, async (db) => {
    const found = await db.exchange.findMany({
      where: {
        merchantId: scope,
        ...aboutSubject(subject),
        ...(legs === null ? {} : { leg: { in: [...legs] } }),
      },
      orderBy: inOrder,
      take: mostShown,
      select: whole,
    });
    return found.map(told);
  });
export type ShownMessage = Awaited<ReturnType<typeof findMessagesOf>>[number];

/** What was said in one conversation, without what was said. */
export const findConversation = (scope: MerchantScope, correlationId: string) =>
  reading(scope, (db) =>
    db.exchange.findMany({
      where: { merchantId: scope, correlationId },
      orderBy: inOrder,
      take: mostShown,
      select: heads,
    }),
  );
