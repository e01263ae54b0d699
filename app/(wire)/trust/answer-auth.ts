import { randomUUID } from "node:crypto";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { getTransaction } from "@/lib/features/payments/queries/find-transactions";
import { encodeRefusal, encodeTransaction, type TrustTransaction } from "@/lib/wire/trust/answer";
import { decodeAuth, siteReferenceOf, type AuthRequest } from "@/lib/wire/trust/auth";
import { refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { checkSites, type Answered, type Context } from "@/app/(wire)/trust/context";
import type { Caller } from "@/lib/web/endpoint";

/** Dates of this protocol are London's (domain.md X-3). */
export const trustZone = "Europe/London";

export async function readAuth(caller: Caller, fields: Fields): Promise<Decoded<AuthRequest>> {
  const site = siteReferenceOf(fields);
  if (site === null) return refused("30000", "sitereference");
  const refusal = await checkSites(caller, [site]);
  return refusal === null ? decodeAuth(fields) : { ok: false, refusal };
}

/** 100 asks for settlement at once; everything else waits for its due date (TP 1.2.1). */
function settlementOf({ settleStatus, settleDueDate }: AuthRequest, now: Date) {
  if (settleStatus === 100) return { captureMode: "immediate" } as const;
  return {
    captureMode: "scheduled",
    settleStatus: settleStatus ?? 0,
    settleDueDate: settleDueDate ?? localDayOf(now, trustZone),
  } as const;
}

type Authorised = {
  readonly paymentId: string | null;
  readonly transaction: TrustTransaction | null;
  readonly answered: Answered;
};

const refusal = (told: TrustRefusal, context: Context, paymentId: string | null): Authorised => ({
  paymentId,
  transaction: null,
  answered: { entry: encodeRefusal(told, "AUTH", context), paymentId },
});

export async function authorise(caller: Caller, request: AuthRequest, context: Context): Promise<Authorised> {
  const { amount, card, orderReference, customer, accountType, preAuthorisation } = request;
  const created = await createPayment(caller.actor, {
    websiteId: caller.websiteId,
    // The protocol has no key for repeats: each AUTH is a wish of its own.
    intentId: `trust:${randomUUID()}`,
    correlationId: context.correlationId,
    method: "card",
    amount,
    card,
    orderReference,
    customer,
    accountType,
    preAuthorisation,
    ...settlementOf(request, context.now),
  });
  if (!created.ok) return refusal({ code: "30000", data: [created.error] }, context, null);
  const { paymentId } = created.value;
  const transaction = await getTransaction(caller.actor.scope, paymentId);
  if (transaction === null) return refusal({ code: "60034", data: [] }, context, paymentId);
  return { paymentId, transaction, answered: { entry: encodeTransaction(transaction), paymentId } };
}

export async function answerAuth(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const read = await readAuth(caller, fields);
  if (!read.ok) return { entry: encodeRefusal(read.refusal, "AUTH", context), paymentId: null };
  return (await authorise(caller, read.value, context)).answered;
}
