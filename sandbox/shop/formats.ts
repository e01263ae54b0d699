import { buckarooForm, buckarooJson } from "./buckaroo";
import { paynow } from "./paynow";
import type { Format } from "./push";
import { standard } from "./standard";
import { trust } from "./trust";

export const formatNames = ["standard", "buckaroo-json", "paynow", "buckaroo-form", "trust"] as const;
export type FormatName = (typeof formatNames)[number];

export const openFormats = (): Readonly<Record<FormatName, Format>> => ({
  standard,
  "buckaroo-json": buckarooJson,
  "buckaroo-form": buckarooForm,
  paynow: paynow(),
  trust,
});
