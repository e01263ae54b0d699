import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyDataRequestEvent } from "@/lib/features/data-requests/commands/apply-event";
import { hearFromBank, lockDataRequest } from "@/lib/features/data-requests/commands/hear-bank";
import { isDataRequestCode, isDefinitive } from "@/lib/features/data-requests/model";
import { bank } from "@/lib/platform/bank/bank";
import type { MandateAtBank } from "@/lib/platform/bank/port";
import { now } from "@/lib/platform/clock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

const readOpen = (actor: Actor, id: string) =>
  reading(actor.scope, async (db) => {
    const row = await db.dataRequest.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: { statusCode: true, bankReference: true },
    });
    const isOpen = row !== null && isDataRequestCode(row.statusCode) && !isDefinitive(row.statusCode);
    return isOpen ? row.bankReference : null;
  });

/** Asks the bank how a mandate stands and books what it says; null when it does not say. */
async function inquire(
  actor: Actor,
  dataRequestId: string,
  reference: string,
): Promise<MandateAtBank | null> {
  const reply = await bank()?.inquire(reference);
  if (reply?.value == null) return null;
  await hearFromBank(actor, { dataRequestId, told: reply.value, exchange: reply.exchange });
  return reply.value;
}

/** U6: the bank's own word may never come; then it is asked, ever more seldom, until there is an end. */
export async function askBank(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("data_request.ask_bank", payload);
  const { dataRequestId, asked } = ids;
  const reference = await readOpen(actor, dataRequestId);
  if (reference === null) return;
  const told = await inquire(actor, dataRequestId, reference);
  if (told !== null && told.word !== "open") return;
  await inTransaction(actor, async (tx) => {
    const again = asked + 1;
    await tx.emit(
      "data_request.ask_bank",
      { dataRequestId, asked: again },
      { runAt: nextInquiryAt(tx.now, again), key: `bank:${dataRequestId}` },
    );
    return ok("later");
  });
}

const pageSize = 200;

const overdue = (actor: Actor, after: string | null) =>
  reading(actor.scope, (db) =>
    db.dataRequest.findMany({
      where: {
        merchantId: actor.scope,
        statusCode: { in: [790, 792] },
        expiresAt: { lte: now() },
        ...(after === null ? {} : { id: { gt: after } }),
      },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true, bankReference: true },
    }),
  );

const expire = (actor: Actor, id: string) =>
  inTransaction(actor, async (tx) => {
    const request = await lockDataRequest(tx, id);
    const isOver = request?.expiresAt != null && request.expiresAt <= tx.now;
    if (request === null || !isOver) return ok("nothing");
    const { correlationId } = request;
    await applyDataRequestEvent({ ...tx, correlationId }, request, "expire", {
      text: "The customer did not answer in time.",
    });
    await tx.audit("data_request.expired", ["data_request", id]);
    return ok("expired");
  });

/** Without the bank's word nothing is over there: what may have been signed in the last moment counts. */
async function expireAtBank(actor: Actor, dataRequestId: string, reference: string): Promise<void> {
  const told = await inquire(actor, dataRequestId, reference);
  if (told?.word !== "open") return;
  const withdrawn = await bank()?.withdraw(reference);
  if (withdrawn?.value == null) return;
  const word = withdrawn.value.word === "cancelled" ? "expired" : withdrawn.value.word;
  const said = { ...withdrawn.value, word };
  await hearFromBank(actor, { dataRequestId, told: said, exchange: withdrawn.exchange });
}

/** Domain.md 2.3: 790 and 792 end as 490 after their lifetime. */
export async function expireDataRequests(payload: unknown): Promise<void> {
  const { actor } = claim("data_requests.expire", payload);
  for (let after: string | null = null, isMore = true; isMore;) {
    const page: Awaited<ReturnType<typeof overdue>> = await overdue(actor, after);
    for (const { id, bankReference } of page)
      await (bankReference === null ? expire(actor, id) : expireAtBank(actor, id, bankReference));
    after = page.at(-1)?.id ?? null;
    isMore = page.length === pageSize;
  }
}
