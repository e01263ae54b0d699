import { err, ok, type Result } from "@/lib/kernel/result";
import { applyInvoiceEvent, writeInvoiceHistory } from "@/lib/features/invoices/commands/apply-event";
import { queueStepMessage, reachOf } from "@/lib/features/invoices/commands/messages";
import {
  planNextStep,
  readStepping,
  stepDecisionOf,
  walkOf,
  type Stepping,
} from "@/lib/features/invoices/commands/plan-next-step";
import type { StepRefusal } from "@/lib/features/invoices/model";
import {
  decideSending,
  isDue,
  nextStep,
  type ChannelProblem,
  type ComingStep,
} from "@/lib/features/schemes/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import type { Tx } from "@/lib/platform/tx";

type Done = "done" | "skipped" | "sent" | "sent_backup" | "impossible";
type Carrying = {
  readonly tx: Tx;
  readonly invoice: Stepping;
  readonly coming: ComingStep;
  readonly id: string;
};

/** What was tried before and could not be is tried again in the same row. */
async function writeStep({ tx, invoice, coming: { step, day }, id }: Carrying, outcome: Done): Promise<void> {
  const { position, action, channel, fallbackChannel, feeMinor } = step;
  const done = { doneAt: tx.now, outcome };
  await tx.db.invoiceStep.upsert({
    where: {
      merchantId_invoiceId_position: { merchantId: tx.scope, invoiceId: invoice.id, position },
    },
    create: {
      ...{
        merchantId: tx.scope,
        id,
        invoiceId: invoice.id,
        position,
        action,
        channel,
        fallbackChannel,
        feeMinor,
      },
      ...{ dueOn: new Date(`${day}T00:00:00Z`), ...done },
    },
    update: { action, channel, fallbackChannel, feeMinor, ...done },
    select: { id: true },
  });
}

/** The row of a step that was impossible before keeps its id. */
const idOf = async (tx: Tx, invoiceId: string, position: number): Promise<string> =>
  (
    await tx.db.invoiceStep.findUnique({
      where: { merchantId_invoiceId_position: { merchantId: tx.scope, invoiceId, position } },
      select: { id: true },
    })
  )?.id ?? newId();

async function addCosts({ tx, invoice, coming: { step } }: Carrying): Promise<void> {
  if (step.feeMinor === 0) return;
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id: invoice.id } },
    data: { adminCostsMinor: { increment: step.feeMinor } },
    select: { id: true },
  });
  const { statusCode } = invoice;
  const detail = { minor: step.feeMinor, position: step.position };
  await writeInvoiceHistory(tx, invoice.id, { event: "costs", from: statusCode, to: statusCode, detail });
}

/** Domain.md 2.9: 10 to 23, until the data are corrected. */
async function giveUp(carrying: Carrying, problems: readonly string[]): Promise<"impossible"> {
  const { tx, invoice, coming } = carrying;
  await writeStep(carrying, "impossible");
  await applyInvoiceEvent(tx, invoice, "invalidate", {
    problems: [...problems],
    position: coming.step.position,
  });
  return "impossible";
}

const wordOf = ({ channel, reason }: ChannelProblem) => `${channel}.${reason}`;

async function sendMessage(carrying: Carrying): Promise<Done> {
  const { tx, invoice, coming, id } = carrying;
  const { step } = coming;
  const sending = decideSending(step, await reachOf(tx, invoice.debtor));
  if ("problems" in sending) return giveUp(carrying, sending.problems.map(wordOf));
  await addCosts(carrying);
  // The fee of the step is in its own message already.
  const charged = { ...invoice, adminCostsMinor: invoice.adminCostsMinor + BigInt(step.feeMinor) };
  const { channel, isBackup } = sending;
  const communicationId = await queueStepMessage(tx, charged, { step: { ...step, id }, channel });
  const word = step.action === "invitation" ? "invite" : "remind";
  const { statusCode } = invoice;
  await writeInvoiceHistory(tx, invoice.id, {
    event: isBackup ? `${word}_backup` : word,
    from: statusCode,
    to: statusCode,
    detail: { position: step.position, channel, communicationId },
  });
  return isBackup ? "sent_backup" : "sent";
}

async function handOver(carrying: Carrying): Promise<Done> {
  const { tx, invoice, coming } = carrying;
  // An agency cannot collect from nobody.
  if (invoice.debtor.name === null) return giveUp(carrying, ["debtor.no_name"]);
  await addCosts(carrying);
  await applyInvoiceEvent(tx, invoice, "hand_over", { position: coming.step.position });
  return "done";
}

async function stopSubscription(carrying: Carrying): Promise<Done> {
  const { tx, invoice, coming } = carrying;
  await addCosts(carrying);
  const { id: invoiceId, subscriptionId, statusCode } = invoice;
  if (subscriptionId === null) return "skipped";
  await tx.emit("invoice.stop_subscription", { invoiceId, subscriptionId });
  const detail = { position: coming.step.position, subscriptionId };
  await writeInvoiceHistory(tx, invoiceId, {
    event: "stop_subscription",
    from: statusCode,
    to: statusCode,
    detail,
  });
  return "done";
}

async function charge(carrying: Carrying): Promise<Done> {
  await addCosts(carrying);
  return "done";
}

const acts: Readonly<Record<ComingStep["step"]["action"], (carrying: Carrying) => Promise<Done>>> = {
  invitation: sendMessage,
  reminder: sendMessage,
  admin_costs: charge,
  collection_agency: handOver,
  stop_subscription: stopSubscription,
};

function comingOf(
  invoice: Stepping,
  /** Null: whatever its day. */
  moment: Date | null,
): Result<ComingStep, StepRefusal | "not_due"> {
  const coming = nextStep(walkOf(invoice));
  const decided = stepDecisionOf(invoice, coming);
  if (!decided.ok) return decided;
  if (coming === null) return err("no_step");
  return moment === null || isDue(coming, moment, invoice.timezone) ? ok(coming) : err("not_due");
}

type Options = { readonly beforeItsDay?: boolean };

/**
 * The next step of an invoice, under the row's lock: whoever else runs finds it done. `not_due`: its day has not come,
 * and the day is noted.
 */
export async function carryOutStep(
  tx: Tx,
  invoiceId: string,
  { beforeItsDay = false }: Options = {},
): Promise<Result<Done, StepRefusal | "not_found" | "not_due">> {
  if (!(await lockRow(tx, "invoice", invoiceId))) return err("not_found");
  const invoice = await readStepping(tx.db, tx.scope, invoiceId);
  if (invoice === null) return err("not_found");
  const due = comingOf(invoice, beforeItsDay ? null : tx.now);
  if (!due.ok) return due;
  const coming = due.value;
  const { position, action } = coming.step;
  const carrying = { tx, invoice, coming, id: await idOf(tx, invoiceId, position) };
  const outcome = await acts[action](carrying);
  if (outcome !== "impossible") {
    await writeStep(carrying, outcome);
    await tx.db.invoice.update({
      where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
      data: { stepPosition: position, stepAt: tx.now },
      select: { id: true },
    });
  }
  await planNextStep(tx, invoiceId);
  await tx.audit("invoice.step_carried_out", ["invoice", invoiceId], { position, action, outcome });
  return ok(outcome);
}
