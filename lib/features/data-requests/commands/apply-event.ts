import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  codeAfter,
  subCodeOf,
  type Beginning,
  type DataRequestCode,
  type DataRequestEvent,
} from "@/lib/features/data-requests/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type DataRequestColumns = Omit<
  Prisma.DataRequestUncheckedUpdateManyInput,
  "statusCode" | "statusAt" | "merchantId" | "id"
>;

type Step = {
  readonly event: DataRequestEvent | Beginning;
  readonly from: DataRequestCode | null;
  readonly to: DataRequestCode;
  readonly text: string | null;
};

/** One append-only row; every step is told to the shop and to who looks at the list. */
export async function writeDataRequestHistory(
  tx: Tx,
  dataRequestId: string,
  { event, from, to, text }: Step,
): Promise<void> {
  const historyId = newId();
  await tx.db.dataRequestHistory.create({
    data: {
      merchantId: tx.scope,
      id: historyId,
      dataRequestId,
      event,
      fromCode: from,
      toCode: to,
      subCode: subCodeOf(to),
      text,
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  await tx.emit("data_request.status_changed", { dataRequestId, historyId });
  await tx.announce("data-requests", dataRequestId);
}

type Options = { readonly text?: string | null; readonly columns?: DataRequestColumns };

/** The only place where a data request's code changes: asks the flow, compares and sets, writes history, tells the world. */
export async function applyDataRequestEvent(
  tx: Tx,
  request: { readonly id: string; readonly code: DataRequestCode },
  event: DataRequestEvent,
  { text = null, columns = {} }: Options = {},
): Promise<Result<DataRequestCode, "not_allowed_now">> {
  const next = codeAfter(request.code, event);
  if (!next.ok) return next;
  const updated = await tx.db.dataRequest.updateMany({
    where: { merchantId: tx.scope, id: request.id, statusCode: request.code },
    data: {
      ...columns,
      statusCode: next.value,
      subCode: subCodeOf(next.value),
      statusText: text,
      statusAt: tx.now,
    },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeDataRequestHistory(tx, request.id, { event, from: request.code, to: next.value, text });
  return ok(next.value);
}
