import type { ChainOutcome } from "@/lib/features/authorisations/commands/book-action";
import { chainRefusals } from "@/lib/features/capture-refusals/model";
import type { ChainRefusal } from "@/lib/features/chain-moves/model";
import type { NamedPayment } from "@/lib/features/payments/queries/find-by-pay-id";
import type { Result } from "@/lib/kernel/result";
import { hexOf, saidOf } from "@/app/(wire)/computop/context";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";

function reasonOf({ outcome, code, text }: ChainOutcome): Said["reason"] {
  if (outcome === "done") return "ok";
  if (outcome === "unknown") return "pending";
  return { code, text };
}

/** What came of a move of a chain, under the PayID of the reservation that it was made with (CT-11). */
export function saidOfChain(
  call: Call,
  payment: NamedPayment,
  done: Result<ChainOutcome, ChainRefusal | "not_found">,
): Said {
  if (!done.ok) return refusalTo(call.fields, chainRefusals[done.error], payment.id);
  const { operationId, payOperationId } = done.value;
  const said = saidOf(call, payment, { xId: operationId, reason: reasonOf(done.value) });
  return { ...said, payId: hexOf(payOperationId) };
}
