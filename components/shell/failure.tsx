"use client";

import { useCommonTexts } from "@/components/shell/common-texts";

export type FailureProps = { readonly error: Error & { digest?: string }; readonly retry: () => void };

/** Says what happened and offers to try again; the address, and with it every filter, stays. */
export function Failure({ error, retry }: FailureProps) {
  const texts = useCommonTexts();
  return (
    <div role="alert" className="panel mx-auto mt-12 max-w-lg p-6">
      <h1 className="text-lg font-semibold">{texts.errorTitle}</h1>
      <p className="text-soft mt-2">{texts.errorText}</p>
      {error.digest !== undefined && (
        <p className="text-faint mt-3 text-sm">
          {texts.errorReference} <code className="text-ink font-mono">{error.digest}</code>
        </p>
      )}
      <button type="button" className="button button-primary mt-5" onClick={retry}>
        {texts.retry}
      </button>
    </div>
  );
}
