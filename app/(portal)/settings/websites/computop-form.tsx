"use client";

import { useActionState } from "react";
import { issueCredential } from "@/app/(portal)/settings/websites/computop-actions";
import { CopyButton } from "@/components/detail/copy-button";

export type ComputopTexts = {
  readonly title: string;
  readonly explain: string;
  readonly issue: string;
  readonly about: string;
  readonly once: string;
  readonly refused: string;
  readonly copy: string;
  readonly mid: string;
  readonly cipher: string;
  readonly hmac: string;
  /** Ticked before passwords that count are replaced; null: there are none. */
  readonly agree: string | null;
};

type State = Awaited<ReturnType<typeof issueCredential>>;

function Secret({ label, value, copy }: { label: string; value: string; copy: string }) {
  return (
    <div className="flex items-center gap-2 py-0.5">
      <dt className="w-36 flex-none text-soft">{label}</dt>
      <dd className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{value}</dd>
      <dd>
        <CopyButton value={value} label={`${copy}: ${label}`} />
      </dd>
    </div>
  );
}

/** Issues the passwords of the website's server, and shows them this once. */
export function ComputopForm({ websiteId, texts }: { websiteId: string; texts: ComputopTexts }) {
  const [state, submit, pending] = useActionState<State, FormData>(issueCredential, { status: "idle" });
  return (
    <section className="mt-4 flex flex-col gap-2 border-t border-line pt-4 text-sm" aria-label={texts.about}>
      <h3 className="font-medium">{texts.title}</h3>
      <p className="text-soft">{texts.explain}</p>
      <form action={submit} className="flex flex-col items-start gap-2">
        <input type="hidden" name="websiteId" value={websiteId} />
        {texts.agree !== null && (
          <label className="flex items-center gap-2">
            <input type="checkbox" required />
            {texts.agree}
          </label>
        )}
        <button type="submit" disabled={pending} className="button" aria-label={texts.about}>
          {texts.issue}
        </button>
      </form>
      <div role="status">
        {state.status === "refused" && <p className="text-bad">{texts.refused}</p>}
        {state.status === "done" && (
          <>
            <p className="font-medium">{texts.once}</p>
            <dl className="max-w-xl">
              <Secret label={texts.mid} value={state.value.mid} copy={texts.copy} />
              <Secret label={texts.cipher} value={state.value.cipherPassword} copy={texts.copy} />
              <Secret label={texts.hmac} value={state.value.hmacPassword} copy={texts.copy} />
            </dl>
          </>
        )}
      </div>
    </section>
  );
}
