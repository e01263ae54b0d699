import { nextPurchase } from "@/sandbox/people/purchase";
import type { Random } from "@/sandbox/people/random";
import { customersOf } from "@/sandbox/people/shops";
import { pay, type Lived } from "./acts";
import { dayMs } from "./calendar";
import type { SeededWebsite } from "./merchants";
import type { Story } from "./setting";
import { tell } from "./stories";
import { at, later } from "./time-travel";

/** What will happen to one payment, decided before anything is run so that chance does not depend on speed. */
export type Life = {
  readonly number: number;
  readonly begins: Date;
  readonly website: SeededWebsite;
  readonly story: Story;
};

/** One thing that happens, at its time; those of one life come one after the other. */
export type Event = { readonly life: number; readonly at: Date; readonly happen: () => Promise<void> };

const newMs = 90 * dayMs;

/** The shop that makes to order is new: few knew it before. */
const weightOf = ({ renews, weight }: SeededWebsite, ageMs: number): number =>
  renews === true && ageMs > newMs ? 1 : weight;

export function planLife(
  random: Random,
  { number, begins, end }: { readonly number: number; readonly begins: Date; readonly end: Date },
  [first, ...others]: readonly SeededWebsite[],
): Life {
  if (first === undefined) throw new Error("there is no website to buy from");
  const ageMs = end.getTime() - begins.getTime();
  const weighted = (website: SeededWebsite) => [website, weightOf(website, ageMs)] as const;
  const website = random.weighted([weighted(first), ...others.map(weighted)]);
  const purchase = nextPurchase(random, number, customersOf(website.shown.siteReference));
  return { number, begins, website, story: tell({ random, website, number, purchase, ageMs, begins }) };
}

/** From the purchase to the last step, as far as they lie before `end`. */
export function eventsOf({ number, begins, website, story }: Life, end: Date): Event[] {
  let lived: Lived | null = null;
  const bought = async () => {
    lived = { number, website, paymentId: await pay(website, number, story.wish) };
  };
  const event = (instant: Date, does: () => Promise<unknown>): Event => ({
    life: number,
    at: instant,
    happen: async () => {
      await at(instant, does);
    },
  });
  const steps = story.steps.map(({ after, act }) =>
    event(later(begins, after), () => (lived === null ? Promise.resolve() : act(lived))),
  );
  return [event(begins, bought), ...steps].filter((one) => one.at < end).sort((a, b) => +a.at - +b.at);
}
