import { paynow } from "./paynow";
import type { Format } from "./push";
import { standard } from "./standard";
import { trust } from "./trust";

export const formatNames = ["standard", "paynow", "trust"] as const;
export type FormatName = (typeof formatNames)[number];

export const openFormats = (): Readonly<Record<FormatName, Format>> => ({
  standard,
  paynow: paynow(),
  trust,
});
