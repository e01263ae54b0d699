/** What becomes of a message to numbers that end so; others are delivered. */
export type SmsBehaviour = {
  /** Told at once: 400. */
  readonly refuse?: { readonly code: string; readonly reason: string };
  /** The service is not there, so many times. */
  readonly unavailableTimes?: number;
  /** Books the message and never answers the first call. */
  readonly isSilent?: boolean;
  readonly report: {
    readonly status: "delivered" | "failed";
    readonly code: string | null;
    readonly reason: string;
    /** After so many times the usual wait. */
    readonly waits: number;
    /** A word before the end. */
    readonly delayedBefore?: boolean;
  };
};

const delivered = { status: "delivered", code: null, reason: "delivered to handset", waits: 1 } as const;
const failed = (code: string, reason: string): SmsBehaviour => ({
  report: { status: "failed", code, reason, waits: 1 },
});

const table: Readonly<Record<string, SmsBehaviour>> = {
  "0001": failed("unreachable", "absent subscriber: the phone is switched off"),
  "0002": failed("expired", "validity period expired"),
  "0003": failed("rejected", "rejected by operator"),
  "0004": failed("invalid_number", "unknown subscriber"),
  "0005": { refuse: { code: "invalid_number", reason: "not a mobile number" }, report: delivered },
  "0006": { unavailableTimes: 1, report: delivered },
  "0007": { isSilent: true, report: delivered },
  "0008": { report: { ...delivered, waits: 5, delayedBefore: true } },
};

export const behaviourOf = (number: string): SmsBehaviour => table[number.slice(-4)] ?? { report: delivered };
