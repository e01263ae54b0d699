"use client";

import { useState } from "react";
import { AmountBox, Field } from "@/app/(portal)/payments/[id]/fields";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { fill, moveWriting, readAmount, typedAs } from "@/app/(portal)/payments/[id]/move-writing";
import type { Money } from "@/lib/kernel/money";

type Limits = {
  /** Stands in the field at first. */
  readonly minor: number;
  readonly most: number;
  /** Texts with `{amount}`, the most that can be typed. */
  readonly hint: string;
  readonly tooMuch: string;
};

type Judged = { readonly typed: Money | null; readonly problem: string | null; readonly restMinor: number };

function judge(typed: Money | null, most: number, texts: { none: string; tooMuch: string }): Judged {
  if (typed === null) return { typed, problem: texts.none, restMinor: 0 };
  if (typed.minor > most) return { typed, problem: texts.tooMuch, restMinor: 0 };
  return { typed, problem: null, restMinor: most - typed.minor };
}

/** An amount that is typed, what is wrong with it, and what is left of the most. */
export function useTypedAmount({ texts, reader, amount }: MoveContext, limits: Limits) {
  const { currency } = amount;
  const { money } = moveWriting(reader);
  const [text, setText] = useState(() => typedAs({ minor: limits.minor, currency }, reader.locale));
  const most = { amount: money({ minor: limits.most, currency }) };
  const { typed, problem, restMinor } = judge(readAmount(text, currency), limits.most, {
    none: texts.problems.amount,
    tooMuch: fill(limits.tooMuch, most),
  });
  return {
    minor: typed?.minor ?? null,
    problem,
    /** For the button; the lines say nothing while there is a problem. */
    figure: typed === null ? "…" : money(typed),
    lines: (said: readonly string[]) => (problem === null ? said : []),
    rest: restMinor === 0 ? null : money({ minor: restMinor, currency }),
    field: (
      <Field label={texts.fields.amount} problem={problem} hint={fill(limits.hint, most)}>
        <AmountBox text={text} change={setText} currency={currency} invalid={problem !== null} />
      </Field>
    ),
  };
}
