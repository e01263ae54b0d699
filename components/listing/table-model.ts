import { rowSelectionFeature, tableFeatures } from "@tanstack/react-table";
import type { TableColumn } from "@/components/listing/cell";
import type { PluralForms } from "@/components/ui/plural";
import type { Layout } from "@/lib/listing/columns";

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
  readonly rowActions: string;
  readonly leftFilter: string;
  readonly fresh: PluralForms;
  readonly ticked: PluralForms;
};

export type ColumnsProps = {
  readonly columns: readonly TableColumn[];
  readonly layout: Layout;
  readonly arrange: (layout: Layout) => void;
  readonly texts: TableTexts;
};
