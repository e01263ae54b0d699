import { isLocalDay } from "@/lib/kernel/zoned-day";

/** T handed in, W being worked at, P done (domain.md 3.5). */
const phases = ["T", "W", "P"] as const;
type Phase = (typeof phases)[number];

/** By SFTP the counter stands before the MerchantID, in the back office behind it. */
type NameOrder = "sftp" | "back_office";

export type BatchName = {
  readonly phase: Phase;
  /** `2025-01-15`. */
  readonly day: string;
  readonly counter: number;
  readonly merchantId: string;
  readonly order: NameOrder;
};

const compact = (day: string) => day.replaceAll("-", "");
const isPhase = (letter: string): letter is Phase => (phases as readonly string[]).includes(letter);

export function batchName({ phase, day, counter, merchantId, order }: BatchName): string {
  const number = counter.toString().padStart(3, "0");
  const rest = order === "sftp" ? number + merchantId : merchantId + number;
  return `${phase}${compact(day)}${rest}.dat`;
}

const isCounter = (text: string) => /^\d{3}$/.test(text) && text !== "000";

type Beginning = Pick<BatchName, "phase" | "day"> & { readonly rest: string };

function readBeginning(name: string): Beginning | null {
  const parts = /^(.)(\d{4})(\d{2})(\d{2})(.+)\.dat$/i.exec(name);
  if (parts === null) return null;
  const [, letter = "", year, month, date, rest = ""] = parts;
  const phase = letter.toUpperCase();
  const day = [year, month, date].join("-");
  return isPhase(phase) && isLocalDay(day) ? { phase, day, rest } : null;
}

/** Null unless it is a name of this merchant. Where both orders fit, as with digits only, it is SFTP's. */
export function readBatchName(name: string, merchantId: string): BatchName | null {
  const beginning = readBeginning(name);
  if (beginning === null) return null;
  const { phase, day, rest } = beginning;
  const orders = [
    { order: "sftp", counter: rest.slice(0, 3), merchant: rest.slice(3) },
    { order: "back_office", counter: rest.slice(-3), merchant: rest.slice(0, -3) },
  ] as const;
  const found = orders.find(({ counter, merchant }) => isCounter(counter) && merchant === merchantId);
  return found === undefined
    ? null
    : { phase, day, merchantId, counter: Number(found.counter), order: found.order };
}

/** `FyyyymmddMerchantID.dat` of a night. */
export const failureFileName = (day: string, merchantId: string): string =>
  `F${compact(day)}${merchantId}.dat`;
