import { makeBounces } from "@/bench/data/bounces";
import { interleaved, type Task } from "@/bench/measure";
import { atMost, ratioAtLeast, type Result } from "@/bench/result";
import type { Site } from "@/bench/site";
import { creditManagementBounceListing } from "@/lib/features/credit-management-bounces/listing";
import {
  findCreditManagementBounces,
  walkCreditManagementBounces,
} from "@/lib/features/credit-management-bounces/queries";
import { emailBounceListing } from "@/lib/features/email-bounces/listing";
import {
  countEmailBouncesByClass,
  findEmailBounces,
  walkEmailBounces,
} from "@/lib/features/email-bounces/queries";
import { parseListing, type Parameters } from "@/lib/listing/parse";

const sizes = [200_000, 2_000_000] as const;
/** Product: the first page of any single filter; rows a second of a file. */
const pageLimitMs = 150;
const csvRowsPerSecond = 20_000;
const turns = { rounds: 30, warmUp: 5 };
const context = { timezone: "Europe/Amsterdam", now: new Date("2026-11-01T12:00:00Z") };

const asked = {
  "first-page": {},
  class: { class: "mailbox_full" },
  reason: { reason: "rare words" },
  "e-mail-date": { from: "2026-03-01", to: "2026-03-31" },
  unsent: { resent: "no" },
} satisfies Readonly<Record<string, Parameters>>;

const emails = (parameters: Parameters) => parseListing(emailBounceListing, parameters, context);
const credits = (parameters: Parameters) => parseListing(creditManagementBounceListing, parameters, context);

function tasksOf({ scope }: Site): Record<string, Task> {
  const pages = Object.entries(asked).map(
    ([name, parameters]) => [`email-${name}`, () => findEmailBounces(scope, emails(parameters))] as const,
  );
  return {
    ...Object.fromEntries(pages),
    "email-head-line": () => countEmailBouncesByClass(scope, emails({})),
    "credit-first-page": () => findCreditManagementBounces(scope, credits({})),
    "credit-method": () => findCreditManagementBounces(scope, credits({ method: "sms" })),
    "credit-bounce-date": () =>
      findCreditManagementBounces(scope, credits({ from: "2026-03-01", to: "2026-03-31" })),
  };
}

async function rowsPerSecond(walk: (take: (rows: readonly object[]) => Promise<void>) => Promise<void>) {
  let count = 0;
  const since = performance.now();
  await walk((rows) => {
    count += rows.length;
    return Promise.resolve();
  });
  return (count / (performance.now() - since)) * 1000;
}

async function measureSize(site: Site, size: number): Promise<Result[]> {
  await makeBounces(site, size);
  const tookMs = await interleaved(tasksOf(site), turns);
  const pages = Object.entries(tookMs).map(([name, ours]) =>
    atMost(`reports/${name}-${size.toString()}`, pageLimitMs, { ours, baseline: pageLimitMs, unit: "ms" }),
  );
  const speeds = {
    email: await rowsPerSecond((take) => walkEmailBounces(site.scope, emails({}), take)),
    credit: await rowsPerSecond((take) => walkCreditManagementBounces(site.scope, credits({}), take)),
  };
  const files = Object.entries(speeds).map(([name, ours]) =>
    ratioAtLeast(`reports/${name}-csv-${size.toString()}`, 1, {
      ours,
      baseline: csvRowsPerSecond,
      unit: "rows/s",
    }),
  );
  return [...pages, ...files];
}

/** Both bounce reports, their first pages and the rows of their files, at two sizes. */
export async function measureReports(site: Site): Promise<Result[]> {
  const results: Result[] = [];
  for (const size of sizes) results.push(...(await measureSize(site, size)));
  await site.owner.query("truncate bounce");
  return results;
}
