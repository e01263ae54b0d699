/** What an exchange came to: by its HTTP status, or why there is none. */
export const exchangeOutcomes = [
  "ok",
  "redirected",
  "refused",
  "failed",
  "timeout",
  "broken",
  "unreachable",
  "blocked",
] as const;
export type ExchangeOutcome = (typeof exchangeOutcomes)[number];

/** The HTTP statuses of an outcome, both ends included; what never was answered has its word as the error. */
export const outcomeStatuses: Readonly<Record<string, readonly [number, number]>> = {
  ok: [100, 299],
  redirected: [300, 399],
  refused: [400, 499],
  failed: [500, 599],
};

export function outcomeOf(status: number | null, error: string | null): ExchangeOutcome {
  const found = exchangeOutcomes.find((word) => {
    const [first, last] = outcomeStatuses[word] ?? [Infinity, 0];
    return status === null ? word === error : status >= first && status <= last;
  });
  return found ?? "broken";
}

/** What an exchange was about. */
export const exchangeObjects = ["payment", "data_request", "none"] as const;
export type ExchangeObject = (typeof exchangeObjects)[number];
