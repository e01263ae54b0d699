import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyInvoiceEvent } from "@/lib/features/invoices/commands/apply-event";
import { carryOutStep } from "@/lib/features/invoices/commands/carry-out-step";
import { correctDebtorIn, mobileOf, pauseDebtorIn } from "@/lib/features/invoices/commands/debtors";
import { writeCreditNote } from "@/lib/features/invoices/commands/invoices";
import { readStepping, sumsOf, type Stepping } from "@/lib/features/invoices/commands/plan-next-step";
import { createPlanIn, terminatePlanIn } from "@/lib/features/invoices/commands/plans";
import {
  decideEvent,
  type InvoiceEvent,
  type InvoiceRefusal,
  type StepRefusal,
} from "@/lib/features/invoices/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

type PlainEvent = Exclude<
  InvoiceEvent,
  "dispute" | "close_dispute" | "plan" | "end_plan" | "invalidate" | "validate"
>;
type Parameters = { readonly [E in PlainEvent]: object } & {
  readonly dispute: { readonly reason: string };
  readonly close_dispute: { readonly outcome: string | null };
  readonly plan: { readonly count: number; readonly startOn: string | null };
  readonly end_plan: object;
  readonly credit: { readonly minor: number; readonly number: string | null };
  readonly next_step: object;
  readonly pause_debtor: object;
  readonly resume_debtor: object;
  readonly correct_debtor: {
    readonly name: string | null;
    readonly email: string | null;
    readonly mobile: string | null;
  };
};
export type ActName = keyof Parameters;
/** What people and our API do with one invoice. */
export type InvoiceAct = { [A in ActName]: { readonly act: A } & Parameters[A] }[ActName];
export type ActRefusal = InvoiceRefusal | StepRefusal | "not_found";
type Done = Result<unknown, ActRefusal>;
type Acting<A extends ActName> = (tx: Tx, invoice: Stepping, wish: Parameters[A]) => Promise<Done>;

async function move(tx: Tx, invoice: Stepping, event: InvoiceEvent): Promise<Done> {
  const decided = decideEvent(sumsOf(invoice), event);
  return decided.ok ? applyInvoiceEvent(tx, invoice, event) : decided;
}

const openDispute: Acting<"dispute"> = async (tx, invoice, { reason }) => {
  const moved = await move(tx, invoice, "dispute");
  if (!moved.ok) return moved;
  const opened = { openedBy: actorLabel(tx.actor), openedAt: tx.now };
  await tx.db.dispute.create({
    data: { merchantId: tx.scope, id: newId(), invoiceId: invoice.id, reason, ...opened },
    select: { id: true },
  });
  return moved;
};

async function closeDisputes(tx: Tx, invoiceId: string, outcome: string | null): Promise<void> {
  await tx.db.dispute.updateMany({
    where: { merchantId: tx.scope, invoiceId, closedAt: null },
    data: { outcome, closedBy: actorLabel(tx.actor), closedAt: tx.now },
  });
}

const closeDispute: Acting<"close_dispute"> = async (tx, invoice, { outcome }) => {
  await closeDisputes(tx, invoice.id, outcome);
  return move(tx, invoice, "close_dispute");
};

const pauseDebtor = async (tx: Tx, { debtorId }: Stepping, isPaused: boolean): Promise<Done> => {
  await pauseDebtorIn(tx, debtorId, isPaused);
  return ok("done");
};

/** By hand, a step may come before its day. */
async function takeStep(tx: Tx, { id }: Stepping): Promise<Done> {
  const done = await carryOutStep(tx, id, { beforeItsDay: true });
  return done.ok || done.error !== "not_due" ? (done as Done) : err("no_step");
}

/** A dispute about what is over is over as well. */
async function end(tx: Tx, invoice: Stepping, event: "write_off" | "cancel"): Promise<Done> {
  await closeDisputes(tx, invoice.id, null);
  return move(tx, invoice, event);
}

const moving =
  (event: PlainEvent): Acting<PlainEvent> =>
  (tx, invoice) =>
    move(tx, invoice, event);

const acts: { readonly [A in ActName]: Acting<A> } = {
  pause: moving("pause"),
  unpause: moving("unpause"),
  dispute: openDispute,
  close_dispute: closeDispute,
  plan: (tx, { id }, wish) => createPlanIn(tx, { ...wish, invoiceIds: [id], dataRequestId: null }),
  end_plan: (tx, { id }) => terminatePlanIn(tx, id),
  credit: (tx, invoice, { minor, number }) =>
    writeCreditNote(tx, invoice, { number, minor, vatMinor: null, day: null }),
  next_step: takeStep,
  pause_debtor: (tx, invoice) => pauseDebtor(tx, invoice, true),
  resume_debtor: (tx, invoice) => pauseDebtor(tx, invoice, false),
  correct_debtor: (tx, { debtorId, culture }, { name, email, mobile }) =>
    correctDebtorIn(tx, debtorId, {
      ...{ name, email: email?.toLowerCase() ?? null, mobile: mobileOf(mobile, culture) },
    }),
  hand_over: moving("hand_over"),
  transfer: moving("transfer"),
  accept: moving("accept"),
  process: moving("process"),
  process_part: moving("process_part"),
  refuse: moving("refuse"),
  recall: moving("recall"),
  recalled: moving("recalled"),
  recall_failed: moving("recall_failed"),
  write_off: (tx, invoice) => end(tx, invoice, "write_off"),
  cancel: (tx, invoice) => end(tx, invoice, "cancel"),
};

const carryOut = <A extends ActName>(tx: Tx, invoice: Stepping, act: A, wish: Parameters[A]): Promise<Done> =>
  acts[act](tx, invoice, wish);

/** Whether a wish of our API was carried out before a crash took its answer: every act leaves its line. */
const hasHappened = async (tx: Tx, invoiceId: string, correlationId: string): Promise<boolean> =>
  (await tx.db.auditLine.findFirst({
    where: {
      merchantId: tx.scope,
      subjectId: invoiceId,
      action: "invoice.acted_on",
      detail: { path: ["correlationId"], equals: correlationId },
    },
    select: { id: true },
  })) !== null;

/** One act on one invoice, under its lock; with a correlation once for each. */
export const actOnInvoice = (
  actor: Actor,
  {
    invoiceId,
    wish,
    correlationId,
  }: { readonly invoiceId: string; readonly wish: InvoiceAct; readonly correlationId?: string },
) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<{ invoiceId: string }, ActRefusal>> => {
      if (!(await lockRow(tx, "invoice", invoiceId))) return err("not_found");
      const invoice = await readStepping(tx.db, tx.scope, invoiceId);
      if (invoice === null) return err("not_found");
      if (correlationId !== undefined && (await hasHappened(tx, invoiceId, correlationId)))
        return ok({ invoiceId });
      const done = await carryOut(tx, invoice, wish.act, wish);
      if (!done.ok) return done;
      const caused = correlationId === undefined ? {} : { correlationId };
      await tx.audit("invoice.acted_on", ["invoice", invoiceId], { act: wish.act, ...caused });
      return ok({ invoiceId });
    },
    correlationId === undefined ? {} : { correlationId },
  );
