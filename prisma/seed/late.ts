import { captureKept, reverseKept, stopKept, type Act } from "./acts";
import { dayMs } from "./calendar";
import { plain } from "./plain-wish";
import { dealt, hourMs, type Setting, type Step, type Story } from "./setting";

/** Amounts whose renewal fails at the sandbox's acquirer: not possible now, card expired, declined the first time. */
const failing: Readonly<Record<string, number>> = { notPossible: 55_11, expired: 55_12, declinedOnce: 55_13 };

const firstParcel = (minor: number, share: number) => Math.max(100, Math.ceil((minor * share) / 100) * 100);

/** Between nine and five: nobody ships while the night's run is at work. */
const onDay = ({ random, begins }: Setting, day: number): number => {
  const startOfDay = begins.getTime() - (begins.getTime() % dayMs);
  return startOfDay + day * dayMs + random.between(8 * hourMs, 15 * hourMs) - begins.getTime();
};

/** The first parcel, the second, and what could not be delivered. */
function inParts(setting: Setting, total: number, finishes: boolean): Step[] {
  const { random } = setting;
  const first = random.between(2, 9);
  const part = firstParcel(total, 0.2 + random.next() * 0.4);
  const parcel = (after: number, act: Act): Step => ({ after: onDay(setting, after), act });
  if (finishes) return [parcel(first, captureKept(part, true))];
  const second = parcel(first + random.between(2, 14), captureKept(null));
  return [parcel(first, captureKept(part)), second];
}

/** A shop that makes to order and ships late: its reservations live for weeks (domain.md 3). */
export function lateStory(setting: Setting): Partial<Story> {
  const { random } = setting;
  const wish = plain(setting);
  const kind = dealt(random, {
    ...{ parts: 26, whole: 24, finished: 8, stopped: 6, reversed: 5 },
    ...{ notPossible: 4, expired: 5, declinedOnce: 5 },
  });
  const fails = failing[kind ?? ""];
  if (fails !== undefined)
    return { wish: { ...wish, amount: { minor: fails, currency: wish.amount.currency } } };
  const one = (most: number, act: Act): Partial<Story> => ({
    wish,
    steps: [{ after: onDay(setting, random.between(2, most)), act }],
  });
  switch (kind) {
    case "parts":
    case "finished":
      return { wish, steps: inParts(setting, wish.amount.minor, kind === "finished") };
    case "whole":
      return one(26, captureKept(null));
    case "stopped":
      return one(12, stopKept);
    case "reversed":
      return one(12, reverseKept);
    case null:
    default:
      return { wish };
  }
}
