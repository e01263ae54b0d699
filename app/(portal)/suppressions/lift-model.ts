import type { lift } from "@/app/(portal)/suppressions/actions";

export type LiftState = Awaited<ReturnType<typeof lift>>;
type LiftReason = Extract<LiftState, { status: "refused" }>["reason"];

export type LiftTexts = {
  readonly submit: string;
  readonly title: string;
  readonly close: string;
  readonly what: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly done: string;
  readonly refusals: Readonly<Record<LiftReason, string>>;
};

export type LiftOf = {
  readonly id: string;
  readonly address: string;
  /** Why it stays; null: it may be lifted. */
  readonly refusal: LiftReason | null;
};
