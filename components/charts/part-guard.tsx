"use client";

import { useRouter } from "next/navigation";
import { Component, startTransition, type ReactNode } from "react";

type GuardTexts = { readonly failed: string; readonly retry: string };

class Boundary extends Component<
  { readonly fallback: (again: () => void) => ReactNode; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed
      ? this.props.fallback(() => this.setState({ failed: false }))
      : this.props.children;
  }
}

/** A part that could not be read says so and leaves the rest of the page alone. */
export function PartGuard({ texts, children }: { texts: GuardTexts; children: ReactNode }) {
  const router = useRouter();
  const retry = (again: () => void) =>
    startTransition(() => {
      router.refresh();
      again();
    });
  return (
    <Boundary
      fallback={(again) => (
        <div role="alert" className="panel flex flex-wrap items-center gap-3 p-4">
          <p className="flex-1 text-sm">{texts.failed}</p>
          <button type="button" className="button" onClick={() => retry(again)}>
            {texts.retry}
          </button>
        </div>
      )}
    >
      {children}
    </Boundary>
  );
}
