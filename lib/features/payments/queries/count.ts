import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { paymentSource, type PaymentQuery } from "@/lib/features/payments/queries/list";
import { countEach } from "@/lib/platform/listing-summary";

/** How many payments each list would show. */
export const countPayments = (scope: MerchantScope, queries: readonly PaymentQuery[]) =>
  countEach(scope, paymentSource, queries);
