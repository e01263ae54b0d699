import { reservingMethods } from "@/lib/features/payments/model";
import { ordinaryAmount } from "@/sandbox/acquirer/behaviour";
import { capture, change, linkOrder, payAgain, ship, type Act } from "./acts";
import { plain } from "./plain-wish";
import { planSteps, refundSteps, retrySteps } from "./aftermath";
import { dayMs } from "./calendar";
import { lateStory } from "./late";
import { dealt, hourMs, minuteMs, type Setting, type Step, type Story, type Wish } from "./setting";

const reservationMs = 7 * dayMs;
const toldMs = 21 * dayMs;

const dayAfter = (begins: Date, days: number) =>
  new Date(begins.getTime() + days * dayMs).toISOString().slice(0, 10);
const isReserved = ({ purchase }: Setting) => reservingMethods.has(purchase.method);

/** A person looks at what was suspended, or nobody ever does. */
function endOfSuspension({ random }: Setting, longestMs: number): Step[] {
  const after = random.between(dayMs, longestMs);
  const end = dealt(random, { released: 55, cancelled: 20 });
  if (end === "released") return [{ after, act: change("clerk", { settleStatus: 1 }) }];
  if (end === "cancelled") return [{ after, act: change("clerk", { settleStatus: 3 }) }];
  return [];
}

function preAuthorised(setting: Setting): Partial<Story> {
  const steps = endOfSuspension(setting, 24 * dayMs);
  return { wish: { ...plain(setting), preAuthorisation: true, settleStatus: 2 }, steps };
}

function suspended(setting: Setting): Partial<Story> {
  const { random, begins } = setting;
  const steps = endOfSuspension(setting, 5 * dayMs);
  if (random.chance(0.4)) return { wish: { ...plain(setting), settleStatus: 2 }, steps };
  const suspend = {
    after: random.between(5 * minuteMs, 20 * hourMs),
    act: change("clerk", { settleStatus: 2 }),
  };
  return { wish: { ...plain(setting), settleDueDate: dayAfter(begins, 2) }, steps: [suspend, ...steps] };
}

function lowered(setting: Setting): Partial<Story> {
  const { random, number, purchase } = setting;
  const settleMinor = Math.max(1, ordinaryAmount(Math.floor(purchase.amount.minor * 0.7)));
  const act = change("clerk", { settleMinor, orderReference: `${purchase.orderReference}-${number % 9}` });
  const wish = { ...plain(setting), settleDueDate: dayAfter(setting.begins, 1) };
  return { wish, steps: [{ after: random.between(minuteMs, 3 * hourMs), act }] };
}

/** Wishes of a shop that settles by due dates, as Trust's do. */
function scheduledStory(setting: Setting): Partial<Story> {
  const { random, begins, ageMs } = setting;
  const isRecent = ageMs < reservationMs;
  const kind = dealt(random, {
    suspended: isRecent ? 34 : 12,
    ahead: isRecent ? 22 : 8,
    preAuthorised: ageMs < 25 * dayMs ? 14 : 5,
    lowered: 5,
    cancelled: 4,
    twice: 2,
  });
  switch (kind) {
    case "suspended":
      return suspended(setting);
    case "ahead":
      return { wish: { ...plain(setting), settleDueDate: dayAfter(begins, random.between(2, 11)) } };
    case "preAuthorised":
      return preAuthorised(setting);
    case "lowered":
      return lowered(setting);
    case "cancelled":
      return {
        steps: [{ after: random.between(minuteMs, hourMs), act: change("clerk", { settleStatus: 3 }) }],
      };
    case "twice":
      return { steps: [{ after: 3 * minuteMs, act: payAgain(plain(setting)) }] };
    case null:
    default:
      return {};
  }
}

const carriers: readonly [string, ...string[]] = ["PostNL", "DHL", "PostNord"];

function orderOf({ number, random }: Setting): { wish: Partial<Wish>; steps: Step[] } {
  const id = `AT-${(10_000 + number).toString()}`;
  const url = `https://acme-atelier.example/admin/orders/${id}`;
  if (!random.chance(0.14)) return { wish: { platformOrder: { id, url } }, steps: [] };
  const linked = random.chance(0.4);
  return {
    wish: { source: "payment_link", validitySeconds: 5 * 86_400 },
    steps: linked ? [{ after: random.between(hourMs, 9 * hourMs), act: linkOrder(id, url) }] : [],
  };
}

/** Wishes of a shop that captures when it ships (FP-11). */
function manualStory(setting: Setting): Partial<Story> {
  const { random, purchase, ageMs } = setting;
  const order = orderOf(setting);
  const kind = dealt(random, { shipped: ageMs < reservationMs ? 52 : 76, part: 9, cancelled: 4, voucher: 4 });
  const wish = {
    ...plain(setting),
    ...order.wish,
    requiresShipping: kind !== "voucher",
    preAuthorisation: isReserved(setting) && random.chance(0.08),
  };
  const part = ordinaryAmount(Math.ceil(purchase.amount.minor * (0.5 + random.next() * 0.4)));
  const acts: Readonly<Record<string, readonly [from: number, to: number, act: Act]>> = {
    shipped: [8 * hourMs, 5 * dayMs, ship(random.pick(carriers))],
    part: [dayMs, 4 * dayMs, capture(part)],
    cancelled: [2 * hourMs, 40 * hourMs, change("clerk", { settleStatus: 3 })],
  };
  const dealtAct = acts[kind ?? ""];
  const step = dealtAct && { after: random.between(dealtAct[0], dealtAct[1]), act: dealtAct[2] };
  return { wish, steps: step === undefined ? order.steps : [...order.steps, step] };
}

function storyOf(setting: Setting): Partial<Story> {
  if (setting.website.renews === true) return lateStory(setting);
  const { captureMode } = setting.website;
  if (captureMode === "manual") return manualStory(setting);
  return captureMode === "scheduled" && isReserved(setting) ? scheduledStory(setting) : {};
}

const invoiceOf = ({ random, begins, number }: Setting) =>
  random.chance(0.4)
    ? `INV-${begins.getUTCFullYear().toString()}-${number.toString().padStart(5, "0")}`
    : null;

/** What follows a credit of a renewed authorisation is heard only while the shop is told about it. */
const givenBack = (setting: Setting, wish: Wish): Step[] =>
  setting.website.renews === true && setting.ageMs > toldMs ? [] : refundSteps(setting, wish);

export function tell(setting: Setting): Story {
  const { wish = plain(setting), steps = [] } = storyOf(setting);
  return {
    wish: { ...wish, invoiceNumber: invoiceOf(setting) },
    steps: [...steps, ...retrySteps(setting), ...planSteps(setting), ...givenBack(setting, wish)],
  };
}
