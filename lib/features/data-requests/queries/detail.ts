import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { isUuid } from "@/lib/kernel/uuid";
import { bounceEntries, messageEntries } from "@/lib/features/communications/model";
import type { DataRequestCode, RequestError } from "@/lib/features/data-requests/model";
import type { Parameter } from "@/lib/features/parameters/model";
import { reading, type Db } from "@/lib/platform/tx";

const mostParts = 200;

const columns = {
  id: true,
  key: true,
  service: true,
  action: true,
  statusCode: true,
  subCode: true,
  statusText: true,
  statusAt: true,
  createdAt: true,
  expiresAt: true,
  invoiceNumber: true,
  orderReference: true,
  currency: true,
  clientIp: true,
  culture: true,
  isTest: true,
  inputParameters: true,
  outputParameters: true,
  customParameters: true,
  additionalParameters: true,
  errors: true,
  customerName: true,
  customerEmail: true,
  customerPhone: true,
  customerAccount: true,
  customerAddress: true,
  pushUrl: true,
  pushUrlFailure: true,
  returnUrl: true,
  returnUrlCancel: true,
  redirectUrl: true,
  bankReference: true,
  subscriptionId: true,
  paymentId: true,
  channel: true,
  actor: true,
  correlationId: true,
  toldStatus: true,
  receiverBehind: true,
  website: { select: { id: true, name: true } },
  mandate: {
    select: { mandateId: true, originalMandateId: true, status: true, maxAmountMinor: true, reason: true },
  },
  qrCode: { select: { expiresAt: true, usedAt: true } },
} as const;

const readRequest = (db: Db, scope: MerchantScope, id: string) =>
  db.dataRequest.findUnique({ where: { merchantId_id: { merchantId: scope, id } }, select: columns });

const readHistory = (db: Db, scope: MerchantScope, dataRequestId: string) =>
  db.dataRequestHistory.findMany({
    where: { merchantId: scope, dataRequestId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: {
      id: true,
      event: true,
      fromCode: true,
      toCode: true,
      text: true,
      actor: true,
      at: true,
      correlationId: true,
    },
  });

const readPushes = (db: Db, scope: MerchantScope, dataRequestId: string) =>
  db.push.findMany({
    where: { merchantId: scope, dataRequestId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: {
      id: true,
      eventType: true,
      format: true,
      website: { select: { pushSchedule: true, pushWaits: true } },
      state: true,
      body: true,
      nextAttemptAt: true,
      scheduledCount: true,
      attempts: {
        orderBy: { number: "asc" },
        select: {
          id: true,
          number: true,
          trigger: true,
          actor: true,
          startedAt: true,
          tookMs: true,
          outcome: true,
          status: true,
          error: true,
          answer: true,
        },
      },
    },
  });

/** What was written to the customer about it, and what did not arrive. */
async function readMessages(db: Db, scope: MerchantScope, dataRequestId: string) {
  const messages = await db.communication.findMany({
    where: { merchantId: scope, dataRequestId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: {
      ...{ id: true, kind: true, addressee: true, resendOfId: true },
      history: { select: { id: true, toState: true, reason: true, actor: true, at: true } },
    },
  });
  const bounces = await db.bounce.findMany({
    where: { merchantId: scope, dataRequestId },
    orderBy: [{ bouncedAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: { id: true, class: true, addressee: true, reason: true, bouncedAt: true },
  });
  return { messages: messageEntries({ messages }), bounces: bounceEntries({ bounces }) };
}

type NamedValue = { readonly name: string; readonly value: string };
const euro = (minor: bigint | null): Money | null =>
  minor === null ? null : { minor: Number(minor), currency: "EUR" };

/** The lists as the commands wrote them. */
function factsOf(request: NonNullable<Awaited<ReturnType<typeof readRequest>>>) {
  const { statusCode, mandate } = request;
  return {
    ...request,
    code: statusCode as DataRequestCode,
    inputParameters: request.inputParameters as unknown as readonly Parameter[],
    outputParameters: request.outputParameters as unknown as readonly Parameter[],
    customParameters: request.customParameters as unknown as readonly NamedValue[],
    additionalParameters: request.additionalParameters as unknown as readonly NamedValue[],
    errors: (request.errors ?? []) as unknown as readonly RequestError[],
    // Mandates are of SEPA: always in euros.
    mandate: mandate && { ...mandate, maxAmount: euro(mandate.maxAmountMinor) },
  };
}

/** Everything about one data request, in one snapshot; null for absent, foreign, or no id at all. */
export async function getDataRequest(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const request = await readRequest(db, scope, id);
    if (request === null) return null;
    return {
      request: factsOf(request),
      history: await readHistory(db, scope, id),
      ...(await readMessages(db, scope, id)),
      pushes: await readPushes(db, scope, id),
    };
  });
}

export type DataRequestDetail = NonNullable<Awaited<ReturnType<typeof getDataRequest>>>;
