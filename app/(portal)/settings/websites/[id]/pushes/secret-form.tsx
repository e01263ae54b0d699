"use client";

import { useActionState } from "react";
import { revealSecret } from "@/app/(portal)/settings/websites/actions";
import { CopyButton } from "@/components/detail/copy-button";

type RevealState = Awaited<ReturnType<typeof revealSecret>>;
type Reason = Extract<RevealState, { status: "refused" }>["reason"];

type SecretFormProps = {
  readonly websiteId: string;
  readonly texts: {
    readonly reveal: string;
    readonly revealed: string;
    readonly copy: string;
    readonly refusals: Readonly<Record<Reason, string>>;
  };
};

/** The secret is fetched when it is asked for; it is not in the page before. */
export function SecretForm({ websiteId, texts }: SecretFormProps) {
  const [state, submit, pending] = useActionState<RevealState, FormData>(revealSecret, { status: "idle" });
  if (state.status === "done") {
    return (
      <div>
        <span className="flex items-center font-mono text-xs break-all">
          {state.value.secret}
          <CopyButton value={state.value.secret} label={texts.copy} />
        </span>
        <p role="status" className="text-xs text-faint">
          {texts.revealed}
        </p>
      </div>
    );
  }
  return (
    <form action={submit} className="flex items-center gap-2">
      <input type="hidden" name="websiteId" value={websiteId} />
      <span aria-hidden="true" className="tracking-widest text-faint">
        ••••••••
      </span>
      <button type="submit" disabled={pending} className="button">
        {texts.reveal}
      </button>
      <span role="status" className="text-xs text-bad">
        {state.status === "refused" && texts.refusals[state.reason]}
      </span>
    </form>
  );
}
