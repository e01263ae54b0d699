import type { Money } from "@/lib/kernel/money";
import { behaviourOfAuthorisation } from "@/sandbox/acquirer/behaviour";
import { goodCard, refundOf } from "@/sandbox/people/purchase";
import type { Random } from "@/sandbox/people/random";
import { changePlan, decide, refund, retry, subscribe, type Refund } from "./acts";
import { dayMs } from "./calendar";
import { dealt, hourMs, minuteMs, type Setting, type Step, type Wish } from "./setting";

/** After a refusal half of the customers try another card, some of them twice. */
export function retrySteps({ random, website, purchase }: Setting): Step[] {
  if (website.settings.retryEnabled !== true || !random.chance(0.55)) return [];
  const card = purchase.card && { number: purchase.card.number, isExpired: false };
  if (behaviourOfAuthorisation(card, purchase.amount.minor).kind !== "decline") return [];
  const first = random.between(40_000, 8 * minuteMs);
  const second = { after: first + 2 * minuteMs, act: retry(2, goodCard(random)) };
  if (purchase.card !== null && random.chance(0.3))
    return [{ after: first, act: retry(1, purchase.card) }, second];
  return [{ after: first, act: retry(1, goodCard(random)) }];
}

/** A plan that nobody leaves alone. */
function changesOfPlan(random: Random): Step[] {
  const end = dealt(random, { paused: 16, resumed: 8, stopped: 12 });
  if (end === null) return [];
  const after = random.between(20 * dayMs, 90 * dayMs);
  const act = changePlan({ status: end === "stopped" ? "stopped" : "inactive" });
  const resumed = { after: after + 25 * dayMs, act: changePlan({ status: "active" }) };
  return [{ after, act }, ...(end === "resumed" ? [resumed] : [])];
}

const mayPlan = ({ website, purchase, ageMs }: Setting) =>
  website.captureMode === "scheduled" && purchase.card !== null && ageMs < 300 * dayMs;

/** Card customers of the outlet who get it again every month, or pay in parts. */
export function planSteps(setting: Setting): Step[] {
  const { random, purchase, ageMs } = setting;
  if (!mayPlan(setting) || !random.chance(ageMs < 20 * hourMs ? 0.4 : 0.07)) return [];
  const finalNumber = random.chance(0.3) ? random.between(3, 6) : null;
  const kind = finalNumber === null ? "RECURRING" : "INSTALLMENT";
  const [unit, frequency] = random.weighted([
    [["MONTH", 1] as const, 78],
    [["DAY", 14] as const, 14],
    [["MONTH", 3] as const, 8],
  ]);
  const { amount, orderReference } = purchase;
  const plan = { kind, amount, unit, frequency, finalNumber, beginDate: null, orderReference } as const;
  return [{ after: 20_000, act: subscribe(plan) }, ...changesOfPlan(random)];
}

const reasons: readonly [string, ...string[]] = [
  "Returned within 14 days",
  "Damaged on arrival",
  "Wrong size",
  "Cancelled by the customer",
  "Goodwill",
];

const approvalLimit: Money = { minor: 1_000_00, currency: "EUR" };
const needsSecondPerson = ({ minor, currency }: Money) =>
  currency === approvalLimit.currency && minor > approvalLimit.minor;

/** In the shop platform's own name where refunds belong there; people only now and then (FP-4 to FP-6). */
function whoRefunds({ random, website }: Setting, wish: Wish): Refund["who"] {
  if (website.settings.refundsInPlatform !== true) return random.chance(0.7) ? "clerk" : "shop";
  if (wish.source === "payment_link") return "clerk";
  return random.chance(0.9) ? "shop" : "owner";
}

function approvalSteps(random: Random, asked: number): Step[] {
  const after = asked + random.between(20 * minuteMs, 20 * hourMs);
  const approves = random.chance(0.75);
  return [{ after, act: decide(approves, approves ? null : "The goods have not come back yet") }];
}

function secondRefund({ random, purchase }: Setting, first: { after: number; wish: Refund }): Step[] {
  const { amount } = first.wish;
  const rest = purchase.amount.minor - amount.minor;
  if (rest === 0 || random.chance(0.8)) return [];
  const wish = { ...first.wish, amount: { ...amount, minor: rest }, reason: random.pick(reasons) };
  return [{ after: first.after + dayMs, act: refund(1, wish) }];
}

const isLately = (ageMs: number) => ageMs > 8 * dayMs && ageMs < 40 * dayMs;

/** Most money stays; large sums that come back wait for a second person, those of the last days still do. */
export function refundSteps(setting: Setting, payment: Wish): Step[] {
  const { random, ageMs, purchase } = setting;
  const isLarge = needsSecondPerson(purchase.amount);
  const waits = isLarge && isLately(ageMs);
  if (!random.chance(waits ? 0.85 : 0.065)) return [];
  const lastDays = ageMs - random.between(2 * hourMs, 60 * hourMs);
  const after = waits ? lastDays : random.between(dayMs, 18 * dayMs);
  const amount = isLarge ? purchase.amount : refundOf(random, purchase.amount);
  const wish = { amount, who: whoRefunds(setting, payment), reason: random.pick(reasons) };
  const asked = { after, act: refund(0, wish) };
  if (!isLarge) return [asked, ...secondRefund(setting, { after, wish })];
  return waits ? [asked] : [asked, ...approvalSteps(random, after)];
}
