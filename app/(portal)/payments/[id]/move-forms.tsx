"use client";

import { useState, type ReactNode } from "react";
import { cancel, makeRetryLink, ship, update, withdrawRefund } from "@/app/(portal)/payments/[id]/actions";
import { Field } from "@/app/(portal)/payments/[id]/fields";
import { MoveFrame, useMove, type Move } from "@/app/(portal)/payments/[id]/move-frame";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { fill, moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import type { Effects } from "@/lib/features/moves/model";
import { isBeyondReservation, orderReferenceCeiling } from "@/lib/features/settlement/model";

export type MoveFormProps<E> = {
  readonly context: MoveContext;
  readonly effect: E;
  readonly onClose: () => void;
};

export const Good = ({ children }: { children: ReactNode }) => (
  <p className="notice notice-good">{children}</p>
);

const moneyOf = (context: MoveContext, minor: number) =>
  moveWriting(context.reader).money({ minor, currency: context.amount.currency });

/** TP-14. */
export function sayBeyond(
  { texts, reader, reservedUntil }: MoveContext,
  settles: Date | null,
): string | null {
  if (settles === null || reservedUntil === null) return null;
  return isBeyondReservation(settles, reservedUntil)
    ? fill(texts.will.beyond, { at: moveWriting(reader).at(reservedUntil) })
    : null;
}

export function SuspendForm({ context, effect, onClose }: MoveFormProps<Effects["suspend"]>) {
  const move = useMove(update);
  const { texts, reader } = context;
  const { at } = moveWriting(reader);
  const amount = moneyOf(context, effect.minor);
  const until = effect.heldUntil;
  const lines = [
    fill(texts.will.suspend, { amount }),
    ...(until === null ? [] : [fill(texts.will.heldUntil, { at: at(until) })]),
  ];
  const template = until === null ? texts.done.suspendOpen : texts.done.suspend;
  const { state } = move;
  const said =
    state.status === "done"
      ? fill(template, { amount, now: at(state.value.at), at: until === null ? "" : at(until) })
      : null;
  return (
    <MoveFrame
      {...{ context, move, lines, onClose }}
      values={{ move: "suspend" }}
      button={fill(texts.submit.suspend, { amount })}
      said={said && <Good>{said}</Good>}
    />
  );
}

export function ReleaseForm({ context, effect, onClose }: MoveFormProps<Effects["release"]>) {
  const move = useMove(update);
  const { texts, reader } = context;
  const { at } = moveWriting(reader);
  const values = { amount: moneyOf(context, effect.minor), at: at(effect.settlesAt) };
  const { state } = move;
  const said =
    state.status === "done" ? fill(texts.done.release, { ...values, now: at(state.value.at) }) : null;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ move: "release" }}
      lines={[fill(texts.will.settles, values), texts.will.release]}
      warning={sayBeyond(context, effect.settlesAt)}
      button={fill(texts.submit.release, values)}
      said={said && <Good>{said}</Good>}
    />
  );
}

type CancelProps = MoveFormProps<Effects["cancel"]>;

function CancelFrame({
  context,
  effect,
  move,
  onClose,
}: CancelProps & { readonly move: Move<{ readonly at: Date }> }) {
  const { texts, reader } = context;
  const amount = moneyOf(context, effect.minor);
  const { state } = move;
  const said =
    state.status === "done"
      ? fill(texts.done.cancel, { amount, now: moveWriting(reader).at(state.value.at) })
      : null;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      grave
      values={{}}
      lines={[fill(texts.will.cancel, { amount })]}
      button={fill(texts.submit.cancel, { amount })}
      said={said && <Good>{said}</Good>}
    />
  );
}

export const CancelForm = (props: CancelProps) => <CancelFrame {...props} move={useMove(cancel)} />;

export const CancelRefundForm = (props: CancelProps) => (
  <CancelFrame {...props} move={useMove(withdrawRefund)} />
);

const shipmentTexts = {
  captured: "shipCaptured",
  recorded: "shipRecorded",
} as const;
const shipped = { ...shipmentTexts, ignored: "shipIgnored" } as const;

export function ShipForm({ context, effect, onClose }: MoveFormProps<Effects["mark_shipped"]>) {
  const move = useMove(ship);
  const { texts, reader } = context;
  const amount = moneyOf(context, effect.minor);
  const text = shipmentTexts[effect.outcome];
  const { state } = move;
  const said =
    state.status === "done"
      ? fill(texts.done[shipped[state.value.outcome]], { amount, at: moveWriting(reader).at(state.value.at) })
      : null;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ intentId: context.intentId }}
      lines={[fill(texts.will[text], { amount })]}
      button={fill(texts.submit[text], { amount })}
      said={said && <Good>{said}</Good>}
    >
      <Field label={texts.fields.carrier} problem={null} hint={texts.fields.optional}>
        <input name="carrier" maxLength={100} autoComplete="off" autoFocus className="field h-10 text-base" />
      </Field>
      <Field label={texts.fields.trackingCode} problem={null} hint={texts.fields.optional}>
        <input name="trackingCode" maxLength={100} autoComplete="off" className="field h-10 text-base" />
      </Field>
    </MoveFrame>
  );
}

export function RetryForm({ context, onClose }: MoveFormProps<Effects["retry_link"]>) {
  const move = useMove(makeRetryLink);
  const { texts, reader, copy } = context;
  const { state } = move;
  const amount = moneyOf(context, context.amount.minor);
  const said = state.status === "done" && (
    <>
      <Good>{fill(texts.done.retry_link, { at: moveWriting(reader).at(state.value.until) })}</Good>
      <Field label={texts.fields.link} problem={null}>
        <input
          readOnly
          value={state.value.address}
          onFocus={(event) => event.target.select()}
          className="field h-10 font-mono text-xs"
        />
      </Field>
      <button type="button" data-copy={state.value.address} className="button h-10">
        {copy}
      </button>
    </>
  );
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{}}
      lines={[texts.will.retry]}
      button={fill(texts.submit.retry_link, { amount })}
      said={said || null}
    />
  );
}

export function ReferenceForm({ context, onClose }: MoveFormProps<Effects["change_order_reference"]>) {
  const move = useMove(update);
  const { texts, reader, orderReference } = context;
  const [text, setText] = useState(orderReference ?? "");
  const { state } = move;
  const reference = text.trim();
  const isSame = reference === (orderReference ?? "");
  const said =
    state.status === "done"
      ? fill(texts.done.change_order_reference, { reference, now: moveWriting(reader).at(state.value.at) })
      : null;
  return (
    <MoveFrame
      {...{ context, move, onClose }}
      values={{ move: "change_order_reference" }}
      lines={[texts.will.reference]}
      warning={
        reference.length > orderReferenceCeiling
          ? fill(texts.will.longReference, { count: orderReferenceCeiling.toString() })
          : null
      }
      blocked={reference === "" || isSame}
      button={texts.submit.change_order_reference}
      said={said && <Good>{said}</Good>}
    >
      <Field
        label={texts.fields.orderReference}
        problem={state.status === "invalid" ? texts.problems.reference : null}
      >
        <input
          name="orderReference"
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={100}
          autoComplete="off"
          autoFocus
          className="field h-10 text-base"
        />
      </Field>
    </MoveFrame>
  );
}
