import { writeFile } from "node:fs/promises";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { randomFrom } from "@/sandbox/people/random";
import { dayMs, instantsBefore } from "./calendar";
import { live, planLife, type Life } from "./lives";
import { seedMerchants } from "./merchants";
import { Queue } from "./queue";
import { allowTimeTravel, present } from "./time-travel";

const payments = 5_000;
const days = 730;
const pushedDays = 21;
const atOnce = 12;
const seed = 20_260_301;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Lives many lives at once, in the order of their beginnings. */
async function liveAll(lives: readonly Life[], end: Date, done: () => void): Promise<void> {
  const waiting = lives.values();
  const one = async () => {
    for (const life of waiting) {
      await live(life, end);
      done();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

function counter() {
  let count = 0;
  return () => {
    count += 1;
    if (count % 500 === 0) say(`${count} of ${payments} payments`);
  };
}

/** `main.ts SHOP_URL OUTPUT`: fills an empty database and writes what the demo may show to OUTPUT. */
async function main(shopUrl: string, output: string): Promise<void> {
  const ownerUrl = env().ownerDatabaseUrl;
  if (ownerUrl === null) throw new Error("the seed needs DATABASE_URL");
  allowTimeTravel();
  const end = present();
  const random = randomFrom(seed);
  const instants = instantsBefore(end, { count: payments, days }, random);
  const { users, websites } = await seedMerchants(
    ownerUrl,
    shopUrl,
    new Date(end.getTime() - (days + 2) * dayMs),
  );
  const weights = websites.map((website, index) => [website, [64, 30, 6][index] ?? 1] as const);
  const lives = instants.map((begins, index) => planLife(random, index + 1, begins, weights));

  await writeFile(output, JSON.stringify({ users, websites: websites.map(({ shown }) => shown) }), {
    mode: 0o600,
  });
  const queue = new Queue(ownerUrl);
  const done = counter();
  const pushedFrom = end.getTime() - pushedDays * dayMs;
  await liveAll(
    lives.filter(({ begins }) => begins.getTime() < pushedFrom),
    end,
    done,
  );
  await queue.settleOpen();
  await queue.forgetDue();
  await liveAll(
    lives.filter(({ begins }) => begins.getTime() >= pushedFrom),
    end,
    done,
  );
  await queue.settleOpen();
  say("Telling the shop about the last three weeks");
  await queue.work(atOnce);
  await queue.close();
  await closeDatabase();
}

const [shopUrl, output] = process.argv.slice(2);
if (shopUrl === undefined || output === undefined) throw new Error("usage: main.ts SHOP_URL OUTPUT");
await main(shopUrl, output);
