"use client";

import { startTransition, useActionState, useState, type SubmitEvent } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { savePushes } from "@/app/(portal)/settings/websites/actions";
import { FormatField, type FormatOption } from "@/app/(portal)/settings/websites/[id]/pushes/format-field";
import {
  ScheduleField,
  type ScheduleTexts,
} from "@/app/(portal)/settings/websites/[id]/pushes/schedule-field";
import type { PushFormat } from "@/lib/features/pushes/model";
import { isAmbiguousAddress } from "@/lib/features/websites/model";
import type { WaitsRefusal } from "@/lib/kernel/waits";

type SaveState = Awaited<ReturnType<typeof savePushes>>;
type Reason = Extract<SaveState, { status: "refused" }>["reason"];
type TextField = "pushUrl" | "pushUrlFailure" | "pushFailureEmail";

export type PushSettingsFormProps = {
  readonly websiteId: string;
  readonly values: Readonly<Record<TextField | "pushHash" | "pushSchedule" | "pushWaits", string>> & {
    readonly pushFormat: PushFormat;
  };
  readonly formats: { readonly label: string; readonly options: readonly FormatOption[] };
  readonly fields: Readonly<Record<TextField, { readonly label: string; readonly hint: string }>>;
  readonly hash: {
    readonly label: string;
    readonly hint: string;
    readonly options: readonly { readonly id: string; readonly label: string }[];
  };
  readonly schedule: ScheduleTexts;
  readonly texts: {
    readonly save: string;
    readonly saved: string;
    readonly wrong: string;
    readonly notAnEmail: string;
    readonly ambiguous: string;
    readonly refusals: Readonly<Record<Reason, string>>;
  };
};

/** The problem of a field: of what was typed, or of an address that may not be called. */
function problemOf(state: SaveState, field: TextField, texts: PushSettingsFormProps["texts"]): string | null {
  if (state.status === "refused" && state.reason.startsWith(`${field}.`)) return texts.refusals[state.reason];
  if (state.status !== "invalid" || state.fields[field] === undefined) return null;
  return field === "pushFailureEmail" ? texts.notAnEmail : texts.refusals[`${field}.not_an_address`];
}

function waitsProblemOf(state: SaveState, { problems }: ScheduleTexts): string | null {
  const reason = state.status === "invalid" ? state.fields["pushWaits"]?.[0] : undefined;
  return reason === undefined ? null : problems[reason as WaitsRefusal];
}

function wordOf(state: SaveState, texts: PushSettingsFormProps["texts"]): string | null {
  switch (state.status) {
    case "idle":
      return null;
    case "done":
      return texts.saved;
    case "invalid":
      return texts.wrong;
    case "refused":
      return state.reason.includes(".") ? texts.wrong : texts.refusals[state.reason];
  }
}

function Message({ state, texts }: { state: SaveState; texts: PushSettingsFormProps["texts"] }) {
  return (
    <span role="status" className={`text-xs ${state.status === "done" ? "text-soft" : "text-bad"}`}>
      {wordOf(state, texts)}
    </span>
  );
}

type PartProps = { readonly form: PushSettingsFormProps; readonly state: SaveState };

type InputProps = PartProps & { readonly name: TextField; readonly format: PushFormat };

function TextInput({ form, state, name, format }: InputProps) {
  const [typed, setTyped] = useState(form.values[name]);
  const isUrl = name !== "pushFailureEmail";
  const { label, hint } = form.fields[name];
  const isAmbiguous = isUrl && format === "buckaroo-json" && isAmbiguousAddress(typed);
  const warned = (
    <>
      {hint}
      {isAmbiguous && <span className="notice mt-1 block">{form.texts.ambiguous}</span>}
    </>
  );
  return (
    <Field label={label} hint={warned} problem={problemOf(state, name, form.texts)}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          maxLength={isUrl ? 1000 : 254}
          inputMode={isUrl ? "url" : "email"}
          autoComplete="off"
          spellCheck={false}
          className="field"
        />
      )}
    </Field>
  );
}

function HashField({ form, isShown }: { form: PushSettingsFormProps; isShown: boolean }) {
  const { options, ...texts } = form.hash;
  const [hash, setHash] = useState(form.values.pushHash);
  // Another format hides the digest and does not forget it.
  if (!isShown) return <input type="hidden" name="pushHash" value={hash} />;
  return (
    <Field {...texts} problem={null}>
      {(ids) => (
        <select
          {...ids}
          name="pushHash"
          value={hash}
          onChange={({ target }) => setHash(target.value)}
          className="field"
        >
          {options.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** How one website is told; each field with its explanation and its own problem. */
export function PushSettingsForm(form: PushSettingsFormProps) {
  const [state, submit, pending] = useActionState<SaveState, FormData>(savePushes, { status: "idle" });
  const [format, setFormat] = useState(form.values.pushFormat);
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-5 p-4">
      <input type="hidden" name="websiteId" value={form.websiteId} />
      <FormatField {...form.formats} value={format} onChange={setFormat} />
      <HashField form={form} isShown={format === "buckaroo-form"} />
      <TextInput form={form} state={state} name="pushUrl" format={format} />
      <TextInput form={form} state={state} name="pushUrlFailure" format={format} />
      <ScheduleField
        format={format}
        schedule={form.values.pushSchedule}
        waits={form.values.pushWaits}
        problem={waitsProblemOf(state, form.schedule)}
        texts={form.schedule}
      />
      <TextInput form={form} state={state} name="pushFailureEmail" format={format} />
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" disabled={pending} className="button button-primary">
          {form.texts.save}
        </button>
        <Message state={state} texts={form.texts} />
      </div>
    </form>
  );
}
