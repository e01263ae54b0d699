/** Who spoke to whom. */
export const exchangeLegs = [
  "merchant_to_us",
  "us_to_gateway",
  "us_to_shop",
  "us_to_bank",
  "bank_to_us",
  "customer_to_us",
] as const;

export type ExchangeLeg = (typeof exchangeLegs)[number];
