"use client";

import { startTransition, useActionState, useId, type SubmitEvent } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { saveRenewals } from "@/app/(portal)/settings/websites/[id]/renewals/actions";
import {
  mostRenewAfterDays,
  mostStopAfterDays,
  type RenewalSetting,
  type SettingRefusal,
} from "@/lib/features/authorisations/model";

type SaveState = Awaited<ReturnType<typeof saveRenewals>>;
type Named = { readonly label: string; readonly hint: string };
type Days = "renewAfterDays" | "stopAfterDays";
type Typed = Days | "failureNotice" | "failureEmail";
type Ticked = "isOn" | "splitting" | "realtime" | "hopeRun" | "renewsSimulated";

export type RenewalSettingsFormProps = {
  readonly websiteId: string;
  readonly values: RenewalSetting;
  readonly fields: Readonly<Record<Typed | Ticked, Named>>;
  readonly notices: Readonly<Record<RenewalSetting["failureNotice"], string>>;
  readonly texts: {
    /** From which night on it counts. */
    readonly effect: string;
    readonly save: string;
    readonly saved: string;
    readonly wrong: string;
    readonly unreadable: Readonly<Record<Typed, string>>;
    readonly refusals: Readonly<Record<SettingRefusal | "forbidden" | "not_found", string>>;
  };
};

const fieldOf: Readonly<Record<SettingRefusal, Typed>> = {
  renew_after_out_of_range: "renewAfterDays",
  stop_after_out_of_range: "stopAfterDays",
  stop_not_after_renewal: "stopAfterDays",
  batch_with_realtime: "failureNotice",
  notice_address_missing: "failureEmail",
};
const isOfField = (reason: string): reason is SettingRefusal => Object.hasOwn(fieldOf, reason);

type PartProps = { readonly form: RenewalSettingsFormProps; readonly state: SaveState };

function problemOf({ form, state }: PartProps, name: Typed): string | null {
  if (state.status === "invalid") return state.fields[name] ? form.texts.unreadable[name] : null;
  if (state.status !== "refused" || !isOfField(state.reason)) return null;
  return fieldOf[state.reason] === name ? form.texts.refusals[state.reason] : null;
}

function wordOf({ form: { texts }, state }: PartProps): string | null {
  if (state.status === "idle") return null;
  if (state.status === "done") return texts.saved;
  if (state.status === "invalid" || isOfField(state.reason)) return texts.wrong;
  return texts.refusals[state.reason];
}

function DaysField({ name, most, ...part }: PartProps & { readonly name: Days; readonly most: number }) {
  const { form } = part;
  return (
    <Field {...form.fields[name]} problem={problemOf(part, name)}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          type="number"
          min={1}
          max={most}
          defaultValue={form.values[name]}
          className="numbers field max-w-32"
        />
      )}
    </Field>
  );
}

function Tick({ form, name }: { form: RenewalSettingsFormProps; name: Ticked }) {
  const id = useId();
  const { label, hint } = form.fields[name];
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        name={name}
        defaultChecked={form.values[name]}
        aria-describedby={`${id}-hint`}
        className="mt-0.5"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      </div>
    </div>
  );
}

function NoticeFields(part: PartProps) {
  const { values, fields, notices } = part.form;
  return (
    <>
      <Field {...fields.failureNotice} problem={problemOf(part, "failureNotice")}>
        {(ids) => (
          <select
            {...ids}
            name="failureNotice"
            defaultValue={values.failureNotice}
            className="field max-w-md"
          >
            <option value="email">{notices.email}</option>
            <option value="batch">{notices.batch}</option>
          </select>
        )}
      </Field>
      <Field {...fields.failureEmail} problem={problemOf(part, "failureEmail")}>
        {(ids) => (
          <input
            {...ids}
            name="failureEmail"
            type="email"
            autoComplete="off"
            maxLength={254}
            defaultValue={values.failureEmail ?? ""}
            className="field max-w-md"
          />
        )}
      </Field>
    </>
  );
}

/** How a website's reservations are kept alive; each field with its explanation and its own problem. */
export function RenewalSettingsForm(form: RenewalSettingsFormProps) {
  const [state, submit, pending] = useActionState<SaveState, FormData>(saveRenewals, { status: "idle" });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  const part = { form, state };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-5 p-4">
      <input type="hidden" name="websiteId" value={form.websiteId} />
      <Tick form={form} name="isOn" />
      <DaysField {...part} name="renewAfterDays" most={mostRenewAfterDays} />
      <DaysField {...part} name="stopAfterDays" most={mostStopAfterDays} />
      <Tick form={form} name="splitting" />
      <Tick form={form} name="realtime" />
      <NoticeFields {...part} />
      <Tick form={form} name="hopeRun" />
      <Tick form={form} name="renewsSimulated" />
      <p className="notice">{form.texts.effect}</p>
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" disabled={pending} className="button button-primary">
          {form.texts.save}
        </button>
        <span role="status" className={`text-xs ${state.status === "done" ? "text-soft" : "text-bad"}`}>
          {wordOf(part)}
        </span>
      </div>
    </form>
  );
}
