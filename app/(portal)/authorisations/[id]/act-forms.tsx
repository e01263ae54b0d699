"use client";

import { useState } from "react";
import { ActFormFrame, useAct, type Act } from "@/app/(portal)/authorisations/[id]/act-frame";
import type { ActContext } from "@/app/(portal)/authorisations/[id]/act-model";
import { capture, reverse, stop } from "@/app/(portal)/authorisations/[id]/actions";
import { AmountBox, Field } from "@/app/(portal)/payments/[id]/fields";
import { fill, moveWriting, typedAs } from "@/app/(portal)/payments/[id]/move-writing";
import type { ChainEffects } from "@/lib/features/chain-acts/model";
import { fromMajor, toMajor } from "@/lib/kernel/money";

export type ActFormProps<E> = {
  readonly context: ActContext;
  readonly effect: E;
  readonly onClose: () => void;
};

const writingOf = ({ reader, remaining: { currency } }: ActContext) => {
  const { money, at } = moveWriting(reader);
  return {
    figure: (minor: number) => money({ minor, currency }),
    moment: (instant: Date | null) => (instant === null ? "" : at(instant)),
  };
};

const captureValues = ({ remaining }: ActContext) => ({
  currency: remaining.currency,
  seenRemaining: remaining.minor,
});

export function CaptureForm({ context, effect, onClose }: ActFormProps<ChainEffects["capture"]>) {
  const act = useAct(capture);
  const { texts, remaining } = context;
  const amount = writingOf(context).figure(effect.minor);
  return (
    <ActFormFrame
      {...{ context, act, onClose }}
      values={{
        ...captureValues(context),
        amount: toMajor({ minor: effect.minor, currency: remaining.currency }),
      }}
      lines={[fill(texts.will.capture, { amount }), texts.will.whole]}
      button={fill(texts.submit.capture, { amount })}
      done={texts.done.capture}
    />
  );
}

type PartProps = ActFormProps<ChainEffects["capture_part"]>;
type Typed = { readonly minor: number | null; readonly problem: string | null };

/** What was typed; 0.00 where there are renewals to stop. */
function judge(text: string, { context, effect }: Pick<PartProps, "context" | "effect">): Typed {
  const { texts, remaining } = context;
  const read = fromMajor(text.replace(",", "."), remaining.currency);
  if (!read.ok) return { minor: null, problem: texts.problems.amount };
  const { minor } = read.value;
  if (minor === 0 && !effect.mayFinish) return { minor, problem: texts.closed.amount_not_positive };
  const most = writingOf(context).figure(effect.most);
  return { minor, problem: minor > effect.most ? fill(texts.problems.tooMuch, { amount: most }) : null };
}

function linesOf({ context, effect }: PartProps, minor: number, finish: boolean): readonly string[] {
  const { texts } = context;
  const { figure, moment } = writingOf(context);
  const until = moment(effect.reservedUntil);
  if (minor === 0) return [fill(texts.will.stop, { amount: figure(effect.most), until })];
  const taken = fill(texts.will.capture, { amount: figure(minor) });
  if (minor === effect.most) return [taken, texts.will.whole];
  const plan = finish ? "stays" : effect.rest;
  return [taken, fill(texts.rest[plan], { amount: figure(effect.most - minor), until })];
}

/** What the server says about the field comes first. */
const fieldProblem = ({ state }: Act, problem: string | null, texts: ActContext["texts"]) =>
  problem ??
  (state.status === "invalid" && state.fields["amount"] !== undefined ? texts.problems.amount : null);

type AmountFieldProps = PartProps & {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly problem: string | null;
};

function AmountField({ context, effect, text, setText, problem }: AmountFieldProps) {
  const { texts, remaining } = context;
  const hint = effect.mayFinish ? texts.fields.mostOrZero : texts.fields.most;
  return (
    <Field
      label={texts.fields.amount}
      problem={problem}
      hint={fill(hint, { amount: writingOf(context).figure(effect.most) })}
    >
      <AmountBox text={text} change={setText} currency={remaining.currency} invalid={problem !== null} />
    </Field>
  );
}

type Finish = {
  readonly context: ActContext;
  readonly finish: boolean;
  readonly change: (finish: boolean) => void;
};

function FinishBox({ context, finish, change }: Finish) {
  const { fields } = context.texts;
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="checkbox"
        name="finish"
        checked={finish}
        onChange={(event) => change(event.target.checked)}
        className="mt-0.5"
      />
      <span>
        {fields.finish}
        <span className="block text-xs text-faint">{fields.finishHint}</span>
      </span>
    </label>
  );
}
export function PartForm(props: PartProps) {
  const { context, effect, onClose } = props;
  const act = useAct(capture);
  const { texts, reader, remaining } = context;
  const { figure } = writingOf(context);
  const [text, setText] = useState(() =>
    typedAs({ minor: effect.most, currency: remaining.currency }, reader.locale),
  );
  const [finish, setFinish] = useState(false);
  const { minor, problem } = judge(text, props);
  const isStop = minor === 0;
  return (
    <ActFormFrame
      {...{ context, act, onClose }}
      values={captureValues(context)}
      lines={minor === null || problem !== null ? [] : linesOf(props, minor, finish)}
      blocked={problem !== null}
      button={fill(isStop ? texts.submit.zero : texts.submit.capture, {
        amount: minor === null ? "…" : figure(minor),
      })}
      done={isStop ? texts.done.stop : texts.done.capture}
    >
      <AmountField {...props} problem={fieldProblem(act, problem, texts)} {...{ text, setText }} />
      {effect.mayFinish && !isStop && <FinishBox {...{ context, finish }} change={setFinish} />}
    </ActFormFrame>
  );
}

export function StopForm({ context, effect, onClose }: ActFormProps<ChainEffects["stop"]>) {
  const act = useAct(stop);
  const { texts } = context;
  const { figure, moment } = writingOf(context);
  const values = { amount: figure(effect.minor), until: moment(effect.reservedUntil) };
  return (
    <ActFormFrame
      {...{ context, act, onClose }}
      grave
      values={{}}
      lines={[effect.minor > 0 ? fill(texts.will.stop, values) : texts.will.stopBare, texts.will.stopFinal]}
      button={texts.submit.stop}
      done={texts.done.stop}
    />
  );
}

/** CT-12: names what was done last, for that is what a reversal takes back. */
export function ReverseForm({ context, effect, onClose }: ActFormProps<ChainEffects["reverse"]>) {
  const act = useAct(reverse);
  const { texts } = context;
  const { way, minor, seen, seenAt } = effect;
  const { figure, moment } = writingOf(context);
  const values = { amount: figure(minor), action: texts.lastActions[seen], at: moment(seenAt) };
  return (
    <ActFormFrame
      {...{ context, act, onClose }}
      grave
      values={{ seen }}
      lines={[fill(texts.will.lastAction, values), fill(texts.will[way], values)]}
      warning={way === "uncapturing" ? texts.will.notReservation : null}
      button={fill(texts.submit[way], values)}
      done={texts.done[way]}
    />
  );
}
