import type { Money } from "@/lib/kernel/money";
import { ordinaryAmount } from "@/sandbox/acquirer/behaviour";
import { countries, type Country, type Customers } from "./countries";
import type { Random } from "./random";

export type TestCard = { readonly number: string; readonly expiry: string; readonly securityCode: string };
export type Purchase = {
  readonly amount: Money;
  readonly method: string;
  readonly card: TestCard | null;
  readonly orderReference: string;
  readonly description: string;
  readonly customer: { readonly email: string; readonly name: string; readonly country: string };
};
type Fate = "paid" | "declined" | "waits" | "abandoned" | "fault";

const goodCards: readonly [string, ...string[]] = [
  "4111111111111111",
  "4111110000000211",
  "4012888888881881",
  "5555555555554444",
  "5105105105105100",
  "5200828282828210",
  "378282246310005",
];
const declinedCards: readonly [string, ...string[]] = [
  "4000000000000812",
  "4242424242424242",
  "4000000000009995",
  "4000000000000069",
  "4000000000000127",
  "5555555555550517",
  "5555555555550541",
];
const faultyCard = "4000000000006629";
const goods: readonly [string, ...string[]] = [
  "Desk lamp",
  "Rain jacket",
  "Coffee beans, 1 kg",
  "Bicycle light set",
  "Linen shirt",
  "Paperback, 2 pieces",
  "Cast iron pan",
  "Running shoes",
  "Ceramic mug",
  "Wool blanket",
  "Garden shears",
  "Noise-cancelling headphones",
];

const waitingEnding = 617;
const abandonedEnding = 621;
const declinedEnding = 613;

/** Real shops see about one refusal in twelve, and a fault now and then. */
const fateOf = (random: Random): Fate =>
  random.weighted<Fate>([
    ["paid", 890],
    ["declined", 82],
    ["waits", 16],
    ["abandoned", 8],
    ["fault", 4],
  ]);

function ordinaryMinor(random: Random, { price }: Country): number {
  const shape = random.next() ** 2.2;
  const steps = price.least + Math.floor(shape * (price.most - price.least + 1));
  return ordinaryAmount(steps * price.step - random.pick(price.off));
}

const withEnding = (minor: number, ending: number) => Math.max(1, Math.floor(minor / 1000)) * 1000 + ending;

function bankMinor(minor: number, fate: Fate): number {
  const endings = { declined: declinedEnding, waits: waitingEnding, abandoned: abandonedEnding };
  return fate === "paid" || fate === "fault" ? minor : withEnding(minor, endings[fate]);
}

function cardFor(random: Random, fate: Fate): TestCard {
  const numbers = {
    paid: goodCards,
    waits: goodCards,
    abandoned: goodCards,
    declined: declinedCards,
    fault: [faultyCard] as const,
  };
  const month = String(random.between(1, 12)).padStart(2, "0");
  return {
    number: random.pick(numbers[fate]),
    expiry: `${month}/${random.between(29, 33)}`,
    securityCode: String(random.between(0, 999)).padStart(3, "0"),
  };
}

function customerFrom(random: Random, country: Country) {
  const [given, givenMailbox] = random.pick(country.givenNames);
  const [family, familyMailbox] = random.pick(country.familyNames);
  const number = random.chance(0.6) ? String(random.between(1, 99)) : "";
  return {
    name: country.familyNameFirst ? `${family} ${given}` : `${given} ${family}`,
    email: `${givenMailbox}.${familyMailbox}${number}@${random.pick(country.mailHosts)}`,
    country: country.code,
  };
}

/** The card with which somebody tries again. */
export const goodCard = (random: Random): TestCard => cardFor(random, "paid");

/** One lifelike purchase. `number` makes the order reference and should grow by one each time. */
export function nextPurchase(random: Random, number: number, customers: Customers = countries): Purchase {
  const country = random.weighted(customers);
  const fate = fateOf(random);
  const method = random.weighted(country.methods);
  const minor = ordinaryMinor(random, country);
  const card = method === "card" ? cardFor(random, fate) : null;
  return {
    amount: { minor: card === null ? bankMinor(minor, fate) : minor, currency: country.currency },
    method,
    card,
    orderReference: `${country.code}-${String(number).padStart(6, "0")}`,
    description: random.pick(goods),
    customer: customerFrom(random, country),
  };
}

/** How much of a payment a customer gets back: usually all of it, else a third to two thirds, never a documented amount. */
export function refundOf(random: Random, amount: Money): Money {
  if (random.chance(0.6) || amount.minor < 10) return amount;
  const part = Math.floor(amount.minor * (0.33 + random.next() * 0.33));
  return { minor: ordinaryAmount(part), currency: amount.currency };
}
