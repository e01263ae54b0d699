import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { captureModes } from "@/lib/features/payments/model";
import { inTransaction } from "@/lib/platform/tx";

/** Ends of each rule, both inclusive; the database has the same ones. */
export const ruleLimits = {
  validityMinutes: [1, 14_400],
  waitingRefundHours: [1, 720],
  refundWindowMonths: [1, 120],
  duplicateCheckMinutes: [1, 10_080],
} as const;

const whole = ([least, most]: readonly [number, number]) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, "not_a_number")
    .transform(Number)
    .pipe(z.number().min(least, "out_of_range").max(most, "out_of_range"));

/** An empty field switches the rule off. */
const optional = (range: readonly [number, number]) =>
  z.preprocess(
    (text) => (typeof text === "string" && text.trim() === "" ? null : text),
    whole(range).nullable(),
  );

const tick = z
  .literal("on")
  .optional()
  .transform((word) => word === "on");

export const PaymentRulesInput = z.object({
  websiteId: z.uuid(),
  captureMode: z.enum(captureModes),
  validityMinutes: whole(ruleLimits.validityMinutes),
  retryEnabled: tick,
  waitingRefundHours: optional(ruleLimits.waitingRefundHours),
  refundWindowMonths: optional(ruleLimits.refundWindowMonths),
  duplicateCheckMinutes: optional(ruleLimits.duplicateCheckMinutes),
  refundsInPlatform: tick,
});

const columns = {
  captureMode: true,
  validitySeconds: true,
  retryEnabled: true,
  waitingRefundHours: true,
  refundWindowMonths: true,
  duplicateCheckMinutes: true,
  refundsInPlatform: true,
} as const;

type Rules = Readonly<Record<keyof typeof columns, string | number | boolean | null>>;

const changesOf = (before: Rules, after: Rules) =>
  Object.fromEntries(
    (Object.keys(columns) as (keyof Rules)[])
      .filter((name) => before[name] !== after[name])
      .map((name) => [name, [before[name], after[name]]]),
  );

/** Changes how payments of a website are taken, retried and refunded from now on; what exists keeps its terms. */
export const savePaymentRules = (
  actor: Actor,
  { websiteId, validityMinutes, ...rest }: z.output<typeof PaymentRulesInput>,
) =>
  inTransaction(actor, async (tx) => {
    const where = { merchantId_id: { merchantId: tx.scope, id: websiteId } };
    const before = await tx.db.website.findUnique({ where, select: columns });
    if (!before) return err("not_found");
    const after = { ...rest, validitySeconds: validityMinutes * 60 };
    await tx.db.website.update({ where, data: after, select: { id: true } });
    await tx.audit("website.payment_rules_changed", ["website", websiteId], changesOf(before, after));
    return ok(undefined);
  });
