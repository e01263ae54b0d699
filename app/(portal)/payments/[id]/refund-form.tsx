"use client";

import { refund } from "@/app/(portal)/payments/[id]/actions";
import { Field } from "@/app/(portal)/payments/[id]/fields";
import { MoveFrame, useMove } from "@/app/(portal)/payments/[id]/move-frame";
import { Good, type MoveFormProps } from "@/app/(portal)/payments/[id]/move-forms";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { fill, moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { useTypedAmount } from "@/app/(portal)/payments/[id]/typed-amount";
import type { Effects } from "@/lib/features/moves/model";

type Effect = Effects["refund"];
type Requested = Extract<Awaited<ReturnType<typeof refund>>, { readonly status: "done" }>["value"];

/** Where the money goes and when, or that somebody else has to agree first. */
function linesOf({ texts, reader, amount, customer, method }: MoveContext, effect: Effect, figure: string) {
  const { money, at } = moveWriting(reader);
  const settles = { at: effect.settlesAt === null ? "" : at(effect.settlesAt) };
  const free = money({ minor: effect.freeMinor ?? 0, currency: amount.currency });
  return {
    sent: [
      fill(texts.refund.what, { amount: figure, customer: customer ?? texts.refund.customer, method }),
      fill(texts.refund[effect.way], settles),
    ],
    approval: fill(texts.refund.approval, { amount: free }),
  };
}

const needsSecond = ({ freeMinor }: Effect, minor: number | null) =>
  minor !== null && freeMinor !== null && minor > freeMinor;

function sayRefund({ texts, reader }: MoveContext, effect: Effect, value: Requested): string {
  const { money, at } = moveWriting(reader);
  const amount = money(value.amount);
  if (value.repeated) return fill(texts.refund.repeated, { amount });
  if (value.status === "awaiting_approval") return fill(texts.refund.doneApproval, { amount });
  return value.status === "accepted" && effect.settlesAt !== null
    ? fill(texts.refund.doneAccepted, { amount, at: at(effect.settlesAt) })
    : fill(texts.refund.done, { amount });
}

/** FP-6: an owner may refund past the shop platform, knowingly and with a reason. */
function Override({ context }: { context: MoveContext }) {
  const { texts, platformOrder } = context;
  return (
    <div className="notice flex flex-col gap-2">
      <p>{texts.refund.platform}</p>
      {platformOrder !== null && (
        <a href={platformOrder.href} target="_blank" rel="noreferrer" className="link">
          {platformOrder.label}
        </a>
      )}
      <label className="flex items-start gap-2">
        <input type="checkbox" name="wantsOverride" required className="mt-0.5" />
        {texts.refund.override}
      </label>
    </div>
  );
}

function Reason({ context, isNeeded }: { context: MoveContext; isNeeded: boolean }) {
  const { refund: texts } = context.texts;
  return (
    <Field label={texts.reason} problem={null} hint={isNeeded ? texts.reasonNeeded : texts.reasonHint}>
      <input
        name="reason"
        required={isNeeded}
        maxLength={200}
        autoComplete="off"
        className="field h-10 text-base"
      />
    </Field>
  );
}

export function RefundForm({ context, effect, onClose }: MoveFormProps<Effect>) {
  const move = useMove(refund);
  const { texts, amount, intentId } = context;
  const { minor } = effect;
  const typed = useTypedAmount(context, {
    ...{ minor, most: minor },
    hint: texts.refund.left,
    tooMuch: texts.refund.moreThanLeft,
  });
  const { sent, approval } = linesOf(context, effect, typed.figure);
  const waits = needsSecond(effect, typed.minor);
  const { state } = move;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ intentId, seenLeft: minor, currency: amount.currency }}
      lines={typed.lines(waits ? [...sent, approval] : sent)}
      blocked={typed.problem !== null}
      button={fill(waits ? texts.refund.submitApproval : texts.refund.submit, { amount: typed.figure })}
      said={state.status === "done" ? <Good>{sayRefund(context, effect, state.value)}</Good> : null}
    >
      {effect.basis === "override" && <Override context={context} />}
      {typed.field}
      <Reason context={context} isNeeded={effect.basis !== null} />
    </MoveFrame>
  );
}
