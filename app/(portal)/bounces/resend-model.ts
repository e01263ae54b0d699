import type { sendAgain } from "@/app/(portal)/bounces/actions";

export type ResendState = Awaited<ReturnType<typeof sendAgain>>;
export type ResendReason = Extract<ResendState, { status: "refused" }>["reason"];

/** Written out on the server; the same for every row. */
export type ResendTexts = {
  readonly submit: string;
  readonly title: string;
  readonly close: string;
  readonly address: string;
  readonly keep: string;
  readonly keepHint: string;
  readonly over: string;
  readonly listed: string;
  readonly unknown: string;
  /** With `{address}`. */
  readonly suggestion: string;
  readonly done: Readonly<Record<ResendOf["what"], string>>;
  readonly open: string;
  readonly refusals: Readonly<Record<ResendReason, string>>;
};

/** What one bounce, or one message whose answer was lost, adds to them. */
export type ResendOf = {
  readonly what: "bounce" | "message";
  readonly id: string;
  readonly channel: "email" | "sms";
  readonly address: string;
  readonly suggestion: string | null;
  /** BK-E4. */
  readonly isOver: boolean;
  readonly isListed: boolean;
  readonly refusal: ResendReason | null;
};
