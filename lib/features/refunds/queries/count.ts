import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { refundSource, type RefundQuery } from "@/lib/features/refunds/queries/list";
import { countEach } from "@/lib/platform/listing-summary";

/** How many refunds each list would show. */
export const countRefunds = (scope: MerchantScope, queries: readonly RefundQuery[]) =>
  countEach(scope, refundSource, queries);
