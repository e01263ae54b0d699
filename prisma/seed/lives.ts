import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { paymentMethods } from "@/lib/features/payments/model";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { systemActor } from "@/lib/platform/outbox";
import { handlers } from "@/lib/worker/registry";
import { nextPurchase, refundOf, type Purchase } from "@/sandbox/people/purchase";
import type { Random } from "@/sandbox/people/random";
import { dayMs } from "./calendar";
import type { SeededWebsite } from "./merchants";
import { at, later } from "./time-travel";

/** What will happen to one payment, decided before anything is run so that chance does not depend on speed. */
export type Life = {
  readonly number: number;
  readonly begins: Date;
  readonly website: SeededWebsite;
  readonly purchase: Purchase;
  readonly refunds: readonly {
    readonly after: number;
    readonly amount: Money;
    readonly byPerson: boolean;
    readonly reason: string;
  }[];
};

const reasons: readonly [string, ...string[]] = [
  "Returned within 14 days",
  "Damaged on arrival",
  "Wrong size",
  "Cancelled by the customer",
  "Goodwill",
];

function planRefunds(random: Random, amount: Money): Life["refunds"] {
  if (!random.chance(0.065)) return [];
  const amountBack = refundOf(random, amount);
  const first = {
    after: random.between(1, 18) * dayMs,
    amount: amountBack,
    byPerson: random.chance(0.7),
    reason: random.pick(reasons),
  };
  const rest = amount.minor - amountBack.minor;
  if (rest === 0 || random.chance(0.8)) return [first];
  return [
    first,
    {
      ...first,
      after: first.after + dayMs,
      amount: { ...amount, minor: rest },
      reason: random.pick(reasons),
    },
  ];
}

export function planLife(
  random: Random,
  number: number,
  begins: Date,
  websites: readonly (readonly [SeededWebsite, number])[],
): Life {
  const [first, ...others] = websites;
  if (first === undefined) throw new Error("there is no website to buy from");
  const purchase = nextPurchase(random, number);
  return {
    number,
    begins,
    website: random.weighted([first, ...others]),
    purchase,
    refunds: planRefunds(random, purchase.amount),
  };
}

const shopActor = (website: SeededWebsite): Actor => ({
  ...systemActor(website.merchantId, `${website.shown.name} checkout`),
  kind: "api",
  id: website.apiKeyId,
  address: "127.0.0.1",
});
const clerkActor = ({ merchantId, clerk }: SeededWebsite): Actor => ({
  ...systemActor(merchantId, clerk.name),
  kind: "user",
  id: clerk.id,
  address: "127.0.0.1",
});

async function pay({ purchase, website, number, begins }: Life): Promise<string> {
  const method = paymentMethods.find((known) => known === purchase.method);
  if (method === undefined) throw new Error(`${purchase.method} is no method of payment`);
  const { amount, card, orderReference, description, customer } = purchase;
  const wish = { websiteId: website.id, intentId: `demo-${number}`, captureMode: null, method };
  const created = await at(begins, () =>
    createPayment(shopActor(website), { ...wish, amount, card, orderReference, description, customer }),
  );
  if (!created.ok) throw new Error(`payment ${number} was refused: ${created.error}`);
  return created.value.paymentId;
}

/** The settlement run of the day on which a scheduled payment is due. */
function settlementOf(begins: Date): Date {
  const run = new Date(begins);
  run.setUTCHours(23, 0, 0, 0);
  return run > begins ? run : later(begins, 1_000);
}

async function settle({ website, begins, purchase }: Life, paymentId: string, end: Date): Promise<void> {
  const due = settlementOf(begins);
  if (website.captureMode !== "scheduled" || purchase.card === null || due >= end) return;
  await at(due, () => handlers["payment.capture"]({ version: 1, merchantId: website.merchantId, paymentId }));
}

async function giveBack(
  { website, begins, number, refunds }: Life,
  paymentId: string,
  end: Date,
): Promise<void> {
  for (const [index, { after, amount, byPerson, reason }] of refunds.entries()) {
    const begun = later(begins, after);
    if (begun >= end) return;
    const actor = byPerson ? clerkActor(website) : shopActor(website);
    const wish = { paymentId, amount, intentId: `demo-refund-${number}-${index}`, seenLeft: null, reason };
    const refund = await at(begun, () => requestRefund(actor, wish));
    if (!refund.ok) return;
    const payload = { version: 1, merchantId: website.merchantId, refundId: refund.value.refundId };
    await at(later(begun, 900), () => handlers["refund.requested"](payload));
  }
}

/** Lives one payment from purchase to refund, up to `end`. Gives its id. */
export async function live(life: Life, end: Date): Promise<string> {
  const paymentId = await pay(life);
  await settle(life, paymentId, end);
  await giveBack(life, paymentId, end);
  return paymentId;
}
