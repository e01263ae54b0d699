import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { likelyAddress } from "@/lib/kernel/mail-domains";
import {
  isOver,
  mayRepeat,
  maySendAgain,
  toldChannel,
  type Listed,
  type ResendRefusal,
} from "@/lib/features/bounces/model";
import { now } from "@/lib/platform/clock";
import { reading, type Db } from "@/lib/platform/tx";

const readBounces = (db: Db, scope: MerchantScope, ids: readonly string[]) =>
  db.bounce.findMany({
    where: { merchantId: scope, id: { in: [...ids] } },
    include: { communication: { select: { kind: true, state: true, resendOfId: true } } },
  });
type BounceRecord = Awaited<ReturnType<typeof readBounces>>[number];

type About = Pick<BounceRecord, "paymentId" | "dataRequestId" | "address">;

type Beside = {
  readonly payments: ReadonlyMap<string, string>;
  readonly requests: ReadonlyMap<string, number>;
  readonly listed: ReadonlyMap<string, Listed>;
};

const isId = (id: string | null) => id !== null;

/** What the bounces were about, and which of their addresses nobody writes to any more. */
async function readBeside(db: Db, scope: MerchantScope, bounces: readonly About[]): Promise<Beside> {
  const among = (ids: readonly (string | null)[]) => ({ merchantId: scope, id: { in: ids.filter(isId) } });
  const payments = await db.payment.findMany({
    where: among(bounces.map(({ paymentId }) => paymentId)),
    select: { id: true, status: true },
  });
  const requests = await db.dataRequest.findMany({
    where: among(bounces.map(({ dataRequestId }) => dataRequestId)),
    select: { id: true, statusCode: true },
  });
  const listed = await db.suppression.findMany({
    where: { merchantId: scope, address: { in: bounces.map(({ address }) => address) }, liftedAt: null },
    select: { channel: true, address: true, cause: true },
  });
  return {
    payments: new Map(payments.map(({ id, status }) => [id, status])),
    requests: new Map(requests.map(({ id, statusCode }) => [id, statusCode])),
    listed: new Map(listed.map(({ channel, address, cause }) => [`${channel} ${address}`, cause as Listed])),
  };
}

function refusalOf(bounce: BounceRecord, listed: Listed, at: Date): ResendRefusal | null {
  const may = maySendAgain({ ...bounce, kind: bounce.communication?.kind ?? null }, at);
  if (!may.ok) return may.error;
  return listed === "complaint" ? "complained" : null;
}

/** BK-E4. */
const hasEnded = ({ paymentId, dataRequestId }: About, { payments, requests }: Beside) =>
  isOver({
    payment: payments.get(String(paymentId)) ?? null,
    dataRequest: requests.get(String(dataRequestId)) ?? null,
  });

function factsOf(bounce: BounceRecord, beside: Beside, at: Date) {
  const channel = toldChannel(bounce.channel);
  const listed = beside.listed.get(`${channel} ${bounce.address}`) ?? null;
  return {
    ...bounce,
    channel,
    /** As what the address stands on the list of those that nobody writes to. */
    listed,
    /** Why it cannot be sent again now; null: it can. */
    refusal: refusalOf(bounce, listed, at),
    suggestion: channel === "email" ? likelyAddress(bounce.addressee) : null,
    isOver: hasEnded(bounce, beside),
  };
}

/** What a person must know before a message is sent again, of each of these bounces that is there. */
export const findBounceFacts = (scope: MerchantScope, ids: readonly string[]) =>
  reading(scope, async (db) => {
    const bounces = await readBounces(db, scope, ids);
    const beside = await readBeside(db, scope, bounces);
    const at = now();
    return bounces.map((bounce) => factsOf(bounce, beside, at));
  });

export type BounceFacts = Awaited<ReturnType<typeof findBounceFacts>>[number];

async function readMessage(db: Db, scope: MerchantScope, id: string) {
  const message = await db.communication.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      ...{ id: true, kind: true, state: true, channel: true, addressee: true, address: true },
      ...{ paymentId: true, dataRequestId: true },
    },
  });
  const newest = await db.communication.findFirst({
    where: { merchantId: scope, resendOfId: id },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true },
  });
  return message && { ...message, resentAt: newest?.createdAt ?? null };
}

/** The same of a message whose answer was lost; null for one that is not there. */
export const getMessageFacts = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) => {
    const message = await readMessage(db, scope, id);
    if (message === null) return null;
    const beside = await readBeside(db, scope, [message]);
    const channel = toldChannel(message.channel);
    const listed = beside.listed.get(`${channel} ${message.address}`) ?? null;
    const may = mayRepeat(message, now());
    const refusal: ResendRefusal | null = may.ok ? (listed === "complaint" ? "complained" : null) : may.error;
    return {
      ...{ id, channel, listed, refusal, addressee: message.addressee },
      suggestion: channel === "email" ? likelyAddress(message.addressee) : null,
      isOver: hasEnded(message, beside),
    };
  });

export type MessageFacts = NonNullable<Awaited<ReturnType<typeof getMessageFacts>>>;
