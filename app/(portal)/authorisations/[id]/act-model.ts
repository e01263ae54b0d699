import type { Messages } from "next-intl";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import type { Reader } from "@/app/(portal)/payments/[id]/move-writing";
import type { ActView } from "@/components/detail/act-view";
import type { Acts, ChainAct } from "@/lib/features/chain-acts/model";
import type { Money } from "@/lib/kernel/money";

/** The parts of the catalogue that the dialogs speak with. */
export const actSections = [
  "will",
  "rest",
  "submit",
  "done",
  "fields",
  "problems",
  "refusals",
  "closed",
  "lastActions",
] as const satisfies readonly (keyof Messages["authorisation"])[];
export type ActTexts = Pick<Messages["authorisation"], (typeof actSections)[number]>;

/** A credit is a refund of the chain's payment. */
export type ActName = ChainAct | "credit";
export type ChainActView = ActView<ActName>;

/** Everything that the dialogs need, as of the moment at which the page was drawn. */
export type ActContext = {
  readonly paymentId: string;
  readonly acts: Partial<Acts>;
  readonly remaining: Money;
  /** Label and value: whose money it is. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly credit: MoveContext | null;
  readonly reader: Reader;
  readonly texts: ActTexts;
  readonly close: string;
};
