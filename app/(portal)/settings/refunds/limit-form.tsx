"use client";

import { useActionState } from "react";
import { saveLimit } from "@/app/(portal)/settings/refunds/actions";

type LimitState = Awaited<ReturnType<typeof saveLimit>>;

type LimitFormProps = {
  /** One that is changed; null adds one for a currency of the list. */
  readonly limit: { readonly currency: string; readonly amount: string } | null;
  readonly currencies: readonly string[];
  readonly texts: {
    readonly currency: string;
    readonly amount: string;
    readonly save: string;
    readonly about: string;
    readonly saved: string;
    readonly badAmount: string;
    readonly forbidden: string;
  };
};

function Message({ state, texts }: { state: LimitState; texts: LimitFormProps["texts"] }) {
  const isBad = state.status === "invalid" || state.status === "refused";
  return (
    <span role="status" className={`text-xs ${isBad ? "text-bad" : "text-soft"}`}>
      {state.status === "done" && texts.saved}
      {state.status === "invalid" && texts.badAmount}
      {state.status === "refused" && texts.forbidden}
    </span>
  );
}

export function LimitForm({ limit, currencies, texts }: LimitFormProps) {
  const [state, submit, pending] = useActionState<LimitState, FormData>(saveLimit, { status: "idle" });
  const invalid = state.status === "invalid";
  return (
    <form action={submit} className="flex flex-wrap items-end gap-2">
      {limit === null ? (
        <label>
          <span className="label">{texts.currency}</span>
          <select name="currency" className="field w-auto">
            {currencies.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </select>
        </label>
      ) : (
        <input type="hidden" name="currency" value={limit.currency} />
      )}
      <label>
        <span className={limit === null ? "label" : "sr-only"}>
          {limit === null ? texts.amount : `${texts.amount}: ${limit.currency}`}
        </span>
        <input
          name="amount"
          key={limit?.amount}
          defaultValue={limit?.amount ?? ""}
          required
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          aria-invalid={invalid}
          className="numbers field w-36 text-right"
        />
      </label>
      <button type="submit" disabled={pending} aria-label={texts.about} className="button">
        {texts.save}
      </button>
      <Message state={state} texts={texts} />
    </form>
  );
}
