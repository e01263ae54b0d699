import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { fromMajor, isCurrency, type Money } from "@/lib/kernel/money";
import { err, ok } from "@/lib/kernel/result";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const currency = z.string().refine(isCurrency, { error: "unknown_currency" });

/** Zero is a limit too: every refund then needs a second person. */
export const RefundLimitInput = z
  .object({ currency, amount: z.string().max(20) })
  .transform(({ amount, currency: code }, context) => {
    const money = fromMajor(amount.trim().replace(",", "."), code);
    if (money.ok) return money.value;
    context.addIssue({ code: "custom", path: ["amount"], message: money.error });
    return z.NEVER;
  });

export const RemoveLimitInput = z.object({ currency });

const where = (tx: Tx, code: string) => ({
  merchantId_currency: { merchantId: tx.scope, currency: code },
});

const read = async (tx: Tx, code: string) => {
  const limit = await tx.db.refundLimit.findUnique({
    where: where(tx, code),
    select: { limitMinor: true },
  });
  return limit === null ? null : Number(limit.limitMinor);
};

/** Above this sum a refund in this currency needs a second person, from the next wish on. */
export const setRefundLimit = (actor: Actor, { minor, currency: code }: Money) =>
  inTransaction(actor, async (tx) => {
    const before = await read(tx, code);
    const limit = { limitMinor: minor, setAt: tx.now, actor: actorLabel(actor) };
    await tx.db.refundLimit.upsert({
      where: where(tx, code),
      create: { merchantId: tx.scope, currency: code, ...limit },
      update: limit,
      select: { currency: true },
    });
    await tx.audit("refund_limit.set", ["merchant", tx.scope], { currency: code, before, after: minor });
    return ok({ currency: code });
  });

export const removeRefundLimit = (actor: Actor, { currency: code }: z.output<typeof RemoveLimitInput>) =>
  inTransaction(actor, async (tx) => {
    const before = await read(tx, code);
    if (before === null) return err("not_found");
    await tx.db.refundLimit.delete({ where: where(tx, code), select: { currency: true } });
    await tx.audit("refund_limit.removed", ["merchant", tx.scope], { currency: code, before, after: null });
    return ok({ currency: code });
  });
