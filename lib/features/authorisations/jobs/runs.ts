import type { Actor } from "@/lib/kernel/access";
import { isInNight } from "@/lib/kernel/nights";
import { ok } from "@/lib/kernel/result";
import { askAgain } from "@/lib/features/authorisations/commands/ask-gateway";
import { bookAction } from "@/lib/features/authorisations/commands/book-action";
import { adoptSettings } from "@/lib/features/authorisations/jobs/adopt";
import { claimOpen, goOn, workOff } from "@/lib/features/authorisations/jobs/work-off";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { claim } from "@/lib/platform/outbox";
import { inQuickTransaction } from "@/lib/platform/tx";

type Run = "authorisations.renew" | "authorisations.split" | "authorisations.hope" | "authorisations.recover";

/** Who comes next in line goes on. */
const again = (actor: Actor, event: Run) =>
  inQuickTransaction(actor, async (tx) => {
    await tx.emit(event, {}, { key: `${event}:${tx.scope}` });
    return ok("queued");
  });

/**
 * CT-1, CT-19: the nightly run of one merchant. Several workers share it; one that is killed leaves its calls to
 * `authorisations.recover`.
 */
export async function renewAuthorisations(payload: unknown): Promise<void> {
  const { actor } = claim("authorisations.renew", payload);
  if (!isInNight(now())) return;
  await adoptSettings(actor);
  const isMore = (await workOff(actor, "renewal")) || (await workOff(actor, "splitting"));
  if (isMore) await again(actor, "authorisations.renew");
}

/** CT-7: the rest of a capture, three minutes after it. */
export async function splitAuthorisations(payload: unknown): Promise<void> {
  const { actor } = claim("authorisations.split", payload);
  if (isInNight(now())) return;
  if (await workOff(actor, "splitting")) await again(actor, "authorisations.split");
}

/** CT-14. */
export async function hopeForAuthorisations(payload: unknown): Promise<void> {
  const { actor } = claim("authorisations.hope", payload);
  if (await workOff(actor, "hope_run")) await again(actor, "authorisations.hope");
}

/** Asks about what nobody has answered, and goes on from there. */
export async function recoverCalls(payload: unknown): Promise<void> {
  const { actor } = claim("authorisations.recover", payload);
  const isMore = await goOn(actor);
  const correlationId = newId();
  for (const row of await claimOpen(actor, "acting", correlationId))
    await bookAction(actor, { row, reply: await askAgain(row) }, correlationId);
  if (isMore) await again(actor, "authorisations.recover");
}
