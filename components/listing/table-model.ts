import { rowSelectionFeature, tableFeatures } from "@tanstack/react-table";
import type { PluralForms } from "@/components/ui/plural";

export const features = tableFeatures({ rowSelectionFeature });
export type TableFeatures = typeof features;

export type TableTexts = {
  readonly caption: string;
  readonly tickPage: string;
  readonly tickRow: string;
  readonly columns: string;
  /** With `{column}` where its name stands. */
  readonly moveUp: string;
  readonly moveDown: string;
  readonly copyIds: string;
  readonly clearTicks: string;
  readonly leftFilter: string;
  readonly fresh: PluralForms;
  readonly ticked: PluralForms;
};
