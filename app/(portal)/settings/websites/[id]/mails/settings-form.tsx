"use client";

import { startTransition, useActionState, useId, type SubmitEvent } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { saveMails } from "@/app/(portal)/settings/websites/actions";

type MailsState = Awaited<ReturnType<typeof saveMails>>;
type Reason = Extract<MailsState, { status: "refused" }>["reason"];

type MailSettingsFormProps = {
  readonly website: {
    readonly id: string;
    readonly mailsCustomers: boolean;
    readonly replyTo: string | null;
  };
  readonly texts: {
    readonly customers: { readonly label: string; readonly hint: string };
    readonly replyTo: { readonly label: string; readonly hint: string; readonly problem: string };
    readonly save: string;
    readonly saved: string;
    readonly wrong: string;
    readonly refusals: Readonly<Record<Reason, string>>;
  };
};

function Message({ state, texts }: { state: MailsState } & Pick<MailSettingsFormProps, "texts">) {
  const isBad = state.status === "invalid" || state.status === "refused";
  return (
    <span role="status" className={`text-xs ${isBad ? "text-bad" : "text-soft"}`}>
      {state.status === "done" && texts.saved}
      {state.status === "invalid" && texts.wrong}
      {state.status === "refused" && texts.refusals[state.reason]}
    </span>
  );
}

type CustomersProps = {
  readonly isOn: boolean;
  readonly texts: MailSettingsFormProps["texts"]["customers"];
};

function Customers({ isOn, texts }: CustomersProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        name="mailsCustomers"
        defaultChecked={isOn}
        aria-describedby={`${id}-hint`}
        className="mt-0.5"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {texts.label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-faint">
          {texts.hint}
        </p>
      </div>
    </div>
  );
}

/** Whether customers of the website get mails, and where their answers go. */
export function MailSettingsForm({ website, texts }: MailSettingsFormProps) {
  const [state, submit, pending] = useActionState<MailsState, FormData>(saveMails, { status: "idle" });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4 p-4">
      <input type="hidden" name="websiteId" value={website.id} />
      <Customers isOn={website.mailsCustomers} texts={texts.customers} />
      <Field
        label={texts.replyTo.label}
        hint={texts.replyTo.hint}
        problem={state.status === "invalid" && state.fields["replyTo"] ? texts.replyTo.problem : null}
      >
        {(ids) => (
          <input
            {...ids}
            name="replyTo"
            type="email"
            autoComplete="off"
            maxLength={320}
            defaultValue={website.replyTo ?? ""}
            className="field max-w-md"
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" disabled={pending} className="button">
          {texts.save}
        </button>
        <Message state={state} texts={texts} />
      </div>
    </form>
  );
}
