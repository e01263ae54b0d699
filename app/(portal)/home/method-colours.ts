import type { PaymentMethod } from "@/lib/features/payments/model";

/** A method keeps its colour whatever else is shown. Methods that share a currency lie far apart. */
export const methodColours: Readonly<Record<PaymentMethod, string>> = {
  card: "var(--chart-1)",
  ideal: "var(--chart-2)",
  paypal: "var(--chart-3)",
  blik: "var(--chart-4)",
  przelewy24: "var(--chart-7)",
  swish: "var(--chart-6)",
  konbini: "var(--chart-5)",
  knet: "var(--chart-8)",
};
