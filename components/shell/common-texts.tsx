"use client";

import { createContext, useContext, type ReactNode } from "react";

/** The few texts that the browser must have at hand before it knows that it needs them. */
export type CommonTexts = {
  readonly copied: string;
  readonly errorTitle: string;
  readonly errorText: string;
  readonly errorReference: string;
  readonly retry: string;
  readonly home: string;
  readonly close: string;
};

const Texts = createContext<CommonTexts | null>(null);

export function CommonTextsProvider({ texts, children }: { texts: CommonTexts; children: ReactNode }) {
  return <Texts value={texts}>{children}</Texts>;
}

export function useCommonTexts(): CommonTexts {
  const texts = useContext(Texts);
  if (texts === null) throw new Error("CommonTextsProvider is missing above this component");
  return texts;
}
