import { randomUUID } from "node:crypto";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { findTransactions, getTransaction } from "@/lib/features/payments/queries/find-transactions";
import { findWebsites } from "@/lib/features/websites/queries";
import {
  encodeFound,
  encodeRefusal,
  encodeTransaction,
  type AnswerContext,
  type Entry,
} from "@/lib/wire/trust/answer";
import { decodeAuth, siteReferenceOf, type AuthRequest } from "@/lib/wire/trust/auth";
import { refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { decodeQuery } from "@/lib/wire/trust/query";
import { decodeTypesOf } from "@/lib/wire/trust/request-type";
import type { Caller } from "@/lib/web/endpoint";

type Context = AnswerContext & { readonly correlationId: string };
type Answered = { readonly entry: Entry; readonly paymentId: string | null };

/** Dates of this protocol are London's (domain.md X-3). */
const zone = "Europe/London";

/** Step 8 of domain.md 1.4. Another merchant's site is as unknown as one that nobody has. */
async function checkSites(caller: Caller, wanted: readonly string[]): Promise<TrustRefusal | null> {
  const foreign = wanted.filter((site) => site !== caller.siteReference);
  if (foreign.length === 0) return null;
  const websites = await findWebsites(caller.actor.scope);
  const own = new Set(websites.map(({ siteReference }) => siteReference));
  return { code: foreign.every((site) => own.has(site)) ? "30006" : "30001", data: ["sitereference"] };
}

async function readAuth(caller: Caller, fields: Fields): Promise<Decoded<AuthRequest>> {
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
    settleDueDate: settleDueDate ?? localDayOf(now, zone),
  } as const;
}

async function answerAuth(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const read = await readAuth(caller, fields);
  if (!read.ok) return { entry: encodeRefusal(read.refusal, "AUTH", context), paymentId: null };
  const { amount, card, orderReference, customer, accountType } = read.value;
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
    ...settlementOf(read.value, context.now),
  });
  if (!created.ok) {
    const refusal = { code: "30000", data: [created.error] } as const;
    return { entry: encodeRefusal(refusal, "AUTH", context), paymentId: null };
  }
  const { paymentId } = created.value;
  const transaction = await getTransaction(caller.actor.scope, paymentId);
  const entry =
    transaction === null
      ? encodeRefusal({ code: "60034", data: [] }, "AUTH", context)
      : encodeTransaction(transaction);
  return { entry, paymentId };
}

async function answerQuery(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const read = decodeQuery(fields);
  const refusal = read.ok ? await checkSites(caller, read.value.siteReferences ?? []) : read.refusal;
  if (refusal !== null || !read.ok) {
    const told = refusal ?? { code: "60037", data: [] };
    return { entry: encodeRefusal(told, "TRANSACTIONQUERY", context), paymentId: null };
  }
  const own = caller.siteReference === null ? [] : [caller.siteReference];
  const found = await findTransactions(caller.actor.scope, { ...read.value, siteReferences: own });
  return { entry: encodeFound(found, read.value.transactionReferences !== null, context), paymentId: null };
}

/** One element of `request` gets one element of `response`. */
export async function answerRequest(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const types = decodeTypesOf(fields);
  if (!types.ok) return { entry: encodeRefusal(types.refusal, "ERROR", context), paymentId: null };
  const [type, ...more] = types.value;
  if (type === "AUTH" && more.length === 0) return answerAuth(caller, fields, context);
  if (type === "TRANSACTIONQUERY") return answerQuery(caller, fields, context);
  return {
    entry: encodeRefusal({ code: "60018", data: [...types.value] }, "ERROR", context),
    paymentId: null,
  };
}
