import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyDataRequestEvent } from "@/lib/features/data-requests/commands/apply-event";
import { hearFromBank, lockDataRequest } from "@/lib/features/data-requests/commands/hear-bank";
import { decideCancel, isDataRequestCode, type CancelRefusal } from "@/lib/features/data-requests/model";
import { bank } from "@/lib/platform/bank/bank";
import { inTransaction, reading } from "@/lib/platform/tx";

async function readCancellable(actor: Actor, id: string): Promise<Result<string | null, CancelRefusal>> {
  const request = await reading(actor.scope, (db) =>
    db.dataRequest.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: { statusCode: true, bankReference: true },
    }),
  );
  if (request === null || !isDataRequestCode(request.statusCode)) return err("not_found");
  const decided = decideCancel(request.statusCode);
  return decided.ok ? ok(request.bankReference) : decided;
}

const cancelHere = (actor: Actor, id: string) =>
  inTransaction(actor, async (tx): Promise<Result<"cancelled", CancelRefusal>> => {
    const request = await lockDataRequest(tx, id);
    if (request === null) return err("not_found");
    const { correlationId } = request;
    const done = await applyDataRequestEvent({ ...tx, correlationId }, request, "cancel_by_merchant");
    await tx.audit("data_request.cancelled", ["data_request", id]);
    return done.ok ? ok("cancelled") : err("ended_before");
  });

/** Domain.md 2.3: the merchant gives up what has not ended; what lies at a bank is taken back there first. */
export async function cancelDataRequest(
  actor: Actor,
  dataRequestId: string,
): Promise<Result<"cancelled", CancelRefusal>> {
  const found = await readCancellable(actor, dataRequestId);
  if (!found.ok) return found;
  if (found.value === null) return cancelHere(actor, dataRequestId);
  const reply = await bank()?.withdraw(found.value);
  if (reply?.value == null) return err("at_the_bank");
  const { value: told, exchange } = reply;
  const heard = await hearFromBank(actor, { dataRequestId, told, byMerchant: true, exchange });
  if (!heard.ok) return heard;
  return told.word === "cancelled" ? ok("cancelled") : err("ended_before");
}
