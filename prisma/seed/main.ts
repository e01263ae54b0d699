import { writeFile } from "node:fs/promises";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { randomFrom } from "@/sandbox/people/random";
import { dayMs, instantsBefore } from "./calendar";
import { answerBounces, inviteNewcomers } from "./answers";
import { liveThrough } from "./days";
import { eventsOf, planLife, type Event } from "./lives";
import { seedMerchants, type SeededWebsite } from "./merchants";
import { postOf } from "./messages";
import { Queue } from "./queue";
import { openRenewals, seedFiles, settingEvents } from "./renewals";
import { seedRequests } from "./requests";
import { allowTimeTravel, later, present } from "./time-travel";

const payments = 5_000;
/** Data requests of the last three weeks, and an eighth of that on top for the last days. */
const requests = 280;
/** Of a hundred payments so many are bought; the others are retries and payments of subscriptions. */
const purchases = 4_800;
const days = 730;
const pushedMs = 21 * dayMs;
/** For so long the receiver of one website has been failing. */
const failingMs = 1.5 * dayMs;
const failingWebsite = "acme_atelier";
const atOnce = 12;
const seed = 20_260_301;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Tells how far it is, every tenth of the way. */
function counted(events: readonly Event[]): Event[] {
  const tenth = Math.ceil(events.length / 10);
  let done = 0;
  return events.map((event) => ({
    ...event,
    happen: async () => {
      await event.happen();
      done += 1;
      if (done % tenth === 0) say(`${Math.round((payments * done) / events.length)} of ${payments} payments`);
    },
  }));
}

const inOrder = (a: Event, b: Event) => a.at.getTime() - b.at.getTime() || a.life - b.life;

/** The sandbox's shop takes pushes of one website badly, or well again. */
async function shopTakes(shopUrl: string, mode: "fail" | "ok"): Promise<void> {
  const change = { mode, site: failingWebsite, ...(mode === "fail" ? { status: 503 } : {}) };
  const answer = await fetch(`${shopUrl}/control`, { method: "POST", body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(`the shop answered ${answer.status}`);
}

type Stage = {
  readonly events: readonly Event[];
  readonly end: Date;
  readonly shopUrl: string;
  readonly websites: readonly SeededWebsite[];
};

/** Messages and what came back about them; then fallbacks, and what people sent again. */
async function sendMessages({ end, websites }: Pick<Stage, "end" | "websites">, queue: Queue): Promise<void> {
  say("Sending the mails of the last three weeks");
  const random = randomFrom(seed + 2);
  const [carry, merchantIds] = [postOf(random), [...new Set(websites.map(({ merchantId }) => merchantId))]];
  await inviteNewcomers(websites, end);
  await carry(merchantIds, end);
  await queue.work(atOnce);
  await answerBounces(websites, random, end);
  await carry(merchantIds, end);
  await queue.work(atOnce);
}

async function live({ events, end, shopUrl, websites }: Stage, queue: Queue): Promise<void> {
  const born = later(end, -(days + 2) * dayMs);
  const [pushedFrom, failingFrom] = [later(end, -pushedMs), later(end, -failingMs)];
  const between = (from: Date, to: Date) => events.filter(({ at }) => at >= from && at < to);
  const span = (from: Date, to: Date, isTold: boolean) =>
    liveThrough(between(from, to), { from, to, queue, isTold });
  await span(born, pushedFrom, false);
  await span(pushedFrom, failingFrom, true);
  const asking = randomFrom(seed + 1);
  await seedRequests(websites, asking, { from: pushedFrom, to: failingFrom, count: requests });
  say("Telling the shop about the last three weeks");
  await queue.work(atOnce);
  await span(failingFrom, end, true);
  // The last one has ended by now: its customer has half an hour.
  const last = { from: failingFrom, to: later(end, -3_600_000), count: Math.ceil(requests / 8) };
  await seedRequests(websites, asking, last);
  await shopTakes(shopUrl, "fail");
  await queue.work(atOnce);
  await seedFiles(websites, queue, end);
  await sendMessages({ end, websites }, queue);
  await shopTakes(shopUrl, "ok");
}

/** `main.ts SHOP_URL OUTPUT`: fills an empty database and writes what the demo may show to OUTPUT. */
async function main(shopUrl: string, output: string): Promise<void> {
  const ownerUrl = env().ownerDatabaseUrl;
  if (ownerUrl === null) throw new Error("the seed needs DATABASE_URL");
  allowTimeTravel();
  const end = present();
  const random = randomFrom(seed);
  const instants = instantsBefore(end, { count: purchases, days }, random);
  const firstDay = later(end, -(days + 2) * dayMs);
  const { users, websites: made } = await seedMerchants(ownerUrl, shopUrl, firstDay);
  const websites = await openRenewals(made, firstDay);
  const lives = instants.map((begins, index) =>
    planLife(random, { number: index + 1, begins, end }, websites),
  );
  const bought = lives.flatMap((life) => eventsOf(life, end));
  const events = counted([...bought, ...settingEvents(websites, end)].sort(inOrder));

  await writeFile(output, JSON.stringify({ users, websites: websites.map(({ shown }) => shown) }), {
    mode: 0o600,
  });
  const queue = new Queue(ownerUrl);
  await live({ events, end, shopUrl, websites }, queue);
  await queue.close();
  await closeDatabase();
}

const [shopUrl, output] = process.argv.slice(2);
if (shopUrl === undefined || output === undefined) throw new Error("usage: main.ts SHOP_URL OUTPUT");
await main(shopUrl, output);
