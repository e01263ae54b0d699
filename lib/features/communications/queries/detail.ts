import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { reading, type Db } from "@/lib/platform/tx";

const mostParts = 100;

/** Everything but the secret: who reads must not be able to open what the link opens. */
const columns = {
  id: true,
  channel: true,
  kind: true,
  locale: true,
  addressee: true,
  name: true,
  subject: true,
  content: true,
  websiteId: true,
  paymentId: true,
  refundId: true,
  dataRequestId: true,
  invoiceId: true,
  resendOfId: true,
  state: true,
  messageId: true,
  attemptCount: true,
  nextAttemptAt: true,
  lastReply: true,
  actor: true,
  createdAt: true,
  sentAt: true,
  statusAt: true,
} as const;

const brief = { id: true, state: true, addressee: true, actor: true, createdAt: true } as const;

const readCommunication = (db: Db, scope: MerchantScope, id: string) =>
  db.communication.findUnique({ where: { merchantId_id: { merchantId: scope, id } }, select: columns });

const readHistory = (db: Db, scope: MerchantScope, communicationId: string) =>
  db.communicationHistory.findMany({
    where: { merchantId: scope, communicationId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: mostParts,
    select: { id: true, event: true, fromState: true, toState: true, reason: true, actor: true, at: true },
  });

const readBounces = (db: Db, scope: MerchantScope, communicationId: string) =>
  db.bounce.findMany({
    where: { merchantId: scope, communicationId },
    orderBy: [{ bouncedAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: { id: true, class: true, reason: true, reasonCode: true, bouncedAt: true, addressee: true },
  });

const readResends = (db: Db, scope: MerchantScope, resendOfId: string) =>
  db.communication.findMany({
    where: { merchantId: scope, resendOfId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: brief,
  });

async function readReferences(
  db: Db,
  scope: MerchantScope,
  { websiteId, resendOfId }: NonNullable<Awaited<ReturnType<typeof readCommunication>>>,
) {
  const at = (id: string) => ({ where: { merchantId_id: { merchantId: scope, id } } });
  return {
    website:
      websiteId === null ? null : await db.website.findUnique({ ...at(websiteId), select: { name: true } }),
    resendOf:
      resendOfId === null ? null : await db.communication.findUnique({ ...at(resendOfId), select: brief }),
  };
}

/** One message with its history, what came back, and what was sent for it; null for absent, foreign, or no id at all. */
export async function getCommunication(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const communication = await readCommunication(db, scope, id);
    if (communication === null) return null;
    return {
      ...communication,
      ...(await readReferences(db, scope, communication)),
      history: await readHistory(db, scope, id),
      bounces: await readBounces(db, scope, id),
      resends: await readResends(db, scope, id),
    };
  });
}

export type CommunicationDetail = NonNullable<Awaited<ReturnType<typeof getCommunication>>>;
