"use client";

import { useCommonTexts } from "@/components/shell/common-texts";

export type FailureProps = { readonly error: Error & { digest?: string }; readonly retry: () => void };

/** Says what happened and offers to try again; the address, and with it every filter, stays. */
export function Failure({ error, retry }: FailureProps) {
  const texts = useCommonTexts();
  return (
    <div role="alert" className="panel mx-auto mt-12 max-w-lg p-6">
      <h1 className="text-lg font-semibold">{texts.errorTitle}</h1>
      <p className="mt-2 text-soft">{texts.errorText}</p>
      {error.digest !== undefined && (
        <p className="mt-3 text-sm text-faint">
          {texts.errorReference} <code className="font-mono text-ink">{error.digest}</code>
        </p>
      )}
      <button type="button" className="button button-primary mt-5" onClick={retry}>
        {texts.retry}
      </button>
    </div>
  );
}
