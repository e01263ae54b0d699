import { inviteToPay } from "@/lib/features/data-requests/commands/invite";
import { drawQr } from "@/lib/features/qr-codes/commands/generate-qr";
import type { Random } from "@/sandbox/people/random";
import { actorOf, ask, people, type AskingWebsite, type RequestStory } from "./asking";
import { seedScheme } from "./invoices";
import { invoice } from "./request-invoices";
import { remindDaily } from "./reminders";
import { mandate } from "./request-mandates";
import { subscription } from "./request-subscriptions";
import { dealt } from "./setting";
import { at, later } from "./time-travel";

async function code({ website, number }: RequestStory): Promise<void> {
  const values = { Amount: "12.50", PurchaseId: `P-${number.toString()}`, Description: "At the counter" };
  await ask(
    website,
    { service: "idealqr", action: "Generate", values },
    ({ asked }) =>
      (tx) =>
        Promise.resolve(drawQr(asked, tx.now)),
  );
}

async function invitation({ website, random, number }: RequestStory): Promise<void> {
  const [first, last] = random.pick(people);
  const values = {
    CustomerEmail: random.chance(0.93)
      ? `${first.toLowerCase()}${number.toString()}@example.nl`
      : "no address",
    CustomerFirstName: first,
    CustomerLastName: last,
    Amount: "49.95",
    MerchantSendsEmail: "false",
  };
  await ask(
    website,
    { service: "payperemail", action: "PaymentInvitation", values },
    (wish) => (tx, _wish, id) => Promise.resolve(inviteToPay(tx, wish, id) ?? { beginning: "fail" as const }),
  );
}

const stories: Readonly<Record<string, (story: RequestStory) => Promise<void>>> = {
  mandate,
  invoice,
  code,
  invitation,
  subscription,
};
const shares = { mandate: 40, invoice: 27, code: 11, invitation: 12, subscription: 10 };

type Span = { readonly from: Date; readonly to: Date; readonly count: number };

/** So many times between two instants a shop asks for something, each lived through in its own time. */
export async function seedRequests(
  websites: readonly AskingWebsite[],
  random: Random,
  { from, to, count }: Span,
): Promise<void> {
  const [first] = websites;
  if (first === undefined) return;
  for (const website of websites)
    await at(from, async () => {
      await seedScheme(actorOf(website), website.id);
    });
  const stepMs = (to.getTime() - from.getTime()) / count;
  for (let index = 0; index < count; index += 1) {
    const begins = later(from, (index + random.next() * 0.5) * stepMs);
    const website = websites[Math.floor(random.next() * websites.length)] ?? first;
    const number = Math.floor(from.getTime() / 60_000_000) * 1_000 + index;
    const tell = stories[dealt(random, shares) ?? "mandate"] ?? mandate;
    await at(begins, () => tell({ website, random, number, begins }));
  }
  await remindDaily(websites, { from, to });
}
