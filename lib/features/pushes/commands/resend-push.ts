import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { addressFor, subjectOf } from "@/lib/features/pushes/model";
import { newId } from "@/lib/platform/ids";
import { inTransaction } from "@/lib/platform/tx";

export const ResendPushInput = z.object({ pushId: z.uuid() });

/** One more attempt, now: same message id, earlier attempts untouched, the automatic schedule as it was. */
export const resendPush = (actor: Actor, input: z.output<typeof ResendPushInput>) =>
  inTransaction(actor, async (tx) => {
    const push = await tx.db.push.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: input.pushId } },
      select: {
        paymentId: true,
        dataRequestId: true,
        invoiceId: true,
        isFailure: true,
        ownUrl: true,
        website: { select: { pushUrl: true, pushUrlFailure: true } },
      },
    });
    if (!push) return err("not_found");
    if ((push.ownUrl ?? addressFor(push.website, push.isFailure)) === null) return err("no_address");
    const attemptId = newId();
    await tx.audit("push.resend_requested", subjectOf(push), { pushId: input.pushId });
    await tx.emit(
      "push.resend",
      { pushId: input.pushId, attemptId, actor: actorLabel(actor) },
      { key: `push-resend:${input.pushId}` },
    );
    return ok({ attemptId });
  });
