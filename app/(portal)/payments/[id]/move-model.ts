import type { Messages } from "next-intl";
import type { Reader } from "@/app/(portal)/payments/[id]/move-writing";
import type { ActView } from "@/components/detail/act-view";
import type { MoveName, Moves } from "@/lib/features/moves/model";
import type { Money } from "@/lib/kernel/money";

/** The parts of the catalogue that the dialogs speak with. */
export const moveSections = [
  "will",
  "submit",
  "done",
  "fields",
  "problems",
  "refusals",
  "closed",
  "summary",
  "refund",
] as const satisfies readonly (keyof Messages["moves"])[];
export type MoveTexts = Pick<Messages["moves"], (typeof moveSections)[number]>;

/** One move as the bar and the menu show it. */
export type MoveView = ActView<MoveName>;

/** Everything that the forms need to say what will happen, as of the moment at which the page was drawn. */
export type MoveContext = {
  readonly paymentId: string;
  /** What is moved is this refund of the payment; null: the payment itself. */
  readonly refundId: string | null;
  /** Made when the page was drawn: sending a form twice acts once. */
  readonly intentId: string;
  readonly moves: Partial<Moves>;
  readonly amount: Money;
  readonly settleStatus: number | null;
  readonly settleMinor: number;
  readonly settleDueDate: string | null;
  readonly reservedUntil: Date | null;
  readonly orderReference: string | null;
  /** Null: the shop gave neither name nor address. */
  readonly customer: string | null;
  /** "Visa •• 1111". */
  readonly method: string;
  readonly shop: string;
  readonly platformOrder: MoveView["elsewhere"];
  readonly now: Date;
  readonly reader: Reader;
  readonly texts: MoveTexts;
  readonly close: string;
  readonly copy: string;
};
