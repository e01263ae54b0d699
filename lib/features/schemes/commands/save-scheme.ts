import { z } from "zod";
import { channels } from "@/lib/kernel/communications";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import {
  decideSteps,
  mostFeeMinor,
  stepActions,
  type SchemeStep,
  type StepProblem,
} from "@/lib/features/schemes/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const Step = z.object({
  daysAfterDue: z.int(),
  action: z.enum(stepActions),
  channel: z.enum(channels).nullable(),
  fallbackChannel: z.enum(channels).nullable(),
  feeMinor: z.int().min(0).max(mostFeeMinor),
});

function stepsIn(text: string, context: z.RefinementCtx): z.output<typeof Step>[] {
  const read = z.array(Step).max(100).safeParse(readJson(text));
  if (read.success) return read.data;
  context.addIssue({ code: "custom", message: "not_steps" });
  return z.NEVER;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export const SaveSchemeInput = z.object({
  websiteId: z.uuid(),
  /** Empty: a new one. */
  schemeId: z.union([z.literal("").transform(() => null), z.uuid()]),
  name: z.string().trim().min(1).max(80),
  key: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,50}$/),
  steps: z.string().transform(stepsIn),
});
type Wish = z.output<typeof SaveSchemeInput>;

async function writeScheme(tx: Tx, { websiteId, schemeId, name, key }: Wish): Promise<string> {
  const id = schemeId ?? newId();
  await tx.db.creditScheme.upsert({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    create: {
      merchantId: tx.scope,
      id,
      websiteId,
      key,
      name,
      createdAt: tx.now,
      changedAt: tx.now,
    },
    update: { key, name, changedAt: tx.now },
    select: { id: true },
  });
  return id;
}

async function writeSteps(tx: Tx, schemeId: string, steps: readonly SchemeStep[]): Promise<void> {
  await tx.db.creditSchemeStep.deleteMany({ where: { merchantId: tx.scope, schemeId } });
  await tx.db.creditSchemeStep.createMany({
    data: steps.map((step) => ({ merchantId: tx.scope, id: newId(), schemeId, ...step })),
  });
  // The daily run looks at every invoice of the scheme, and plans anew what is not due.
  await tx.db.invoice.updateMany({
    where: { merchantId: tx.scope, schemeId, statusCode: 10, openMinor: { gt: 0 } },
    data: { nextStepOn: new Date(`${plusDays(localDayOf(tx.now, "UTC"), -1)}T00:00:00Z`) },
  });
}

async function isOwn(tx: Tx, { websiteId, schemeId }: Wish): Promise<boolean> {
  const website = await tx.db.website.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
    select: { id: true },
  });
  if (website === null || schemeId === null) return website !== null;
  if (!(await lockRow(tx, "credit_scheme", schemeId))) return false;
  const where = { merchantId: tx.scope, id: schemeId, websiteId };
  return (await tx.db.creditScheme.findFirst({ where, select: { id: true } })) !== null;
}

/** A scheme with all its steps; what was carried out stays as it was. */
export const saveScheme = (actor: Actor, wish: Wish) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<{ schemeId: string }, StepProblem | "not_found" | "key_used">> => {
      const decided = decideSteps(wish.steps);
      if ("problem" in decided) return err(decided.problem);
      if (!(await isOwn(tx, wish))) return err("not_found");
      const { websiteId, key, schemeId } = wish;
      const other = await tx.db.creditScheme.findFirst({
        where: { merchantId: tx.scope, websiteId, key, ...(schemeId !== null && { id: { not: schemeId } }) },
        select: { id: true },
      });
      if (other !== null) return err("key_used");
      const id = await writeScheme(tx, wish);
      await writeSteps(tx, id, decided.steps);
      await tx.audit("credit_scheme.saved", ["credit_scheme", id], { key, steps: decided.steps.length });
      return ok({ schemeId: id });
    },
  );
