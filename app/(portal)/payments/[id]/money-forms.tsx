"use client";

import { useState } from "react";
import { capture, update } from "@/app/(portal)/payments/[id]/actions";
import { Field } from "@/app/(portal)/payments/[id]/fields";
import { MoveFrame, useMove } from "@/app/(portal)/payments/[id]/move-frame";
import { Good, sayBeyond, type MoveFormProps } from "@/app/(portal)/payments/[id]/move-forms";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { fill, moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { useTypedAmount } from "@/app/(portal)/payments/[id]/typed-amount";
import type { Effects } from "@/lib/features/moves/model";
import { settlementAt } from "@/lib/features/settlement/model";

/** The amounts of a capture and of a settlement: at most what was authorised (TP-6, FP-8). */
function useSettleAmount(context: MoveContext, effect: { readonly minor: number; readonly most: number }) {
  const { texts } = context;
  const typed = useTypedAmount(context, {
    ...effect,
    hint: texts.fields.most,
    tooMuch: texts.problems.tooMuch,
  });
  return { ...typed, rest: typed.rest === null ? null : fill(texts.will.rest, { rest: typed.rest }) };
}

const captureTexts = {
  captured: "captured",
  unknown: "captureUnknown",
  refused: "captureRefused",
} as const;
const captureTones = { captured: "notice-good", unknown: "", refused: "notice-bad" } as const;

export function CaptureForm({ context, effect, onClose }: MoveFormProps<Effects["capture"]>) {
  const move = useMove(capture);
  const { texts, reader } = context;
  const typed = useSettleAmount(context, effect);
  const { money, at } = moveWriting(reader);
  const { state } = move;
  const said = state.status === "done" && (
    <p className={`notice ${captureTones[state.value.outcome]}`}>
      {fill(texts.done[captureTexts[state.value.outcome]], {
        amount: money(state.value.amount),
        at: at(state.value.at),
        code: state.value.code ?? "",
      })}
    </p>
  );
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ currency: context.amount.currency }}
      lines={typed.lines([
        fill(texts.will.capture, { amount: typed.figure }),
        typed.rest ?? texts.will.whole,
      ])}
      blocked={typed.problem !== null}
      button={fill(texts.submit.capture, { amount: typed.figure })}
      said={said || null}
    >
      {typed.field}
    </MoveFrame>
  );
}

export function AmountForm({ context, effect, onClose }: MoveFormProps<Effects["change_amount"]>) {
  const move = useMove(update);
  const { texts, reader } = context;
  const typed = useSettleAmount(context, effect);
  const { at } = moveWriting(reader);
  const amount = typed.figure;
  const when =
    effect.settlesAt === null
      ? fill(texts.will.settlesHeld, { amount })
      : fill(texts.will.settles, { amount, at: at(effect.settlesAt) });
  const { state } = move;
  const said =
    state.status === "done" ? fill(texts.done.change_amount, { amount, now: at(state.value.at) }) : null;
  const isSame = typed.minor === effect.minor;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ move: "change_amount", currency: context.amount.currency }}
      lines={typed.lines(typed.rest === null ? [when] : [when, typed.rest])}
      warning={sayBeyond(context, effect.settlesAt)}
      blocked={typed.problem !== null || isSame}
      button={fill(texts.submit.change_amount, { amount })}
      said={said && <Good>{said}</Good>}
    >
      {typed.field}
    </MoveFrame>
  );
}

/** When a typed day settles; null while it is no day. */
const settlesOn = (day: string, now: Date) =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) ? settlementAt(day, now) : null;

/** A held payment settles on its day only when somebody has released it by then. */
function dueTexts(context: MoveContext, effect: Effects["change_due_date"], settles: Date | null) {
  const { texts, reader } = context;
  if (settles === null) return { lines: [texts.problems.day], done: () => null };
  const { money, at } = moveWriting(reader);
  const values = {
    amount: money({ minor: effect.minor, currency: context.amount.currency }),
    at: at(settles),
  };
  if (effect.settlesAt === null) {
    const held = fill(texts.will.settlesHeldAt, values);
    return { lines: [held], done: () => held };
  }
  return {
    lines: [fill(texts.will.settles, values), texts.will.dueNext],
    done: (now: Date) => fill(texts.done.change_due_date, { ...values, now: at(now) }),
  };
}

export function DueDateForm({ context, effect, onClose }: MoveFormProps<Effects["change_due_date"]>) {
  const move = useMove(update);
  const { texts, reader, settleDueDate, now } = context;
  const { money } = moveWriting(reader);
  const [day, setDay] = useState(settleDueDate ?? now.toISOString().slice(0, 10));
  const settles = settlesOn(day, now);
  const amount = money({ minor: effect.minor, currency: context.amount.currency });
  const due = dueTexts(context, effect, settles);
  const { state } = move;
  const said = state.status === "done" ? due.done(state.value.at) : null;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ move: "change_due_date" }}
      lines={due.lines}
      warning={sayBeyond(context, settles)}
      blocked={settles === null || day === settleDueDate}
      button={fill(texts.submit.change_due_date, { amount })}
      said={said && <Good>{said}</Good>}
    >
      <Field
        label={texts.fields.dueDate}
        problem={null}
        hint={fill(texts.fields.dueZone, { zone: reader.timezone })}
      >
        <input
          type="date"
          name="dueDate"
          value={day}
          onChange={(event) => setDay(event.target.value)}
          autoFocus
          className="field h-10 text-base"
        />
      </Field>
    </MoveFrame>
  );
}
