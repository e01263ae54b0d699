import { findTransactions } from "@/lib/features/payments/queries/find-transactions";
import { encodeFound, encodeRefusal } from "@/lib/wire/trust/answer";
import type { Fields } from "@/lib/wire/trust/envelope";
import { decodeQuery } from "@/lib/wire/trust/query";
import { checkSites, type Answered, type Context } from "@/app/(wire)/trust/context";
import type { Caller } from "@/lib/web/endpoint";

export async function answerQuery(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
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
