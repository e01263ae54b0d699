import { generateClient } from "@/scripts/start/build";
import { terminal } from "@/scripts/start/reporter";
import { isWanted, readOptions, type Options, type SuiteName } from "./options";
import { openPlace } from "./place";
import { tableOf, writeResults } from "./report";
import type { Result } from "./result";
import type { Site } from "./site";

/** What of a suite is not asked for it may leave out. */
type Suite = (site: Site, isAsked: (name: string) => boolean) => Promise<Result[]>;

/** Loaded when asked for: each brings a different half of the product. */
const suites: Readonly<Record<SuiteName, () => Promise<Suite>>> = {
  query: async () => (await import("./suites/query")).measureQueries,
  api: async () => (await import("./suites/api")).measureApi,
  page: async () => (await import("./suites/page")).measurePage,
  browser: async () => (await import("./suites/browser")).measureBrowser,
  csv: async () => (await import("./suites/csv")).measureCsv,
  nights: async () => (await import("./suites/nights")).measureNights,
  files: async () => (await import("./suites/files")).measureFiles,
  settle: async () => (await import("./suites/settle")).measureSettlement,
  messages: async () => (await import("./suites/messages")).measureMessages,
  mails: async () => (await import("./suites/mails")).measureMails,
  pushes: async () => (await import("./suites/pushes")).measurePushes,
  bounces: async () => (await import("./suites/bounces")).measureBounces,
  reports: async () => (await import("./suites/reports")).measureReports,
  trust: async () => (await import("./suites/trust")).measureTrust,
};

async function measure(options: Options, site: Site): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, load] of Object.entries(suites)) {
    if (!isWanted(options, name)) continue;
    terminal.say(`Measuring ${name}`);
    const run = await load();
    results.push(...(await run(site, (asked) => isWanted(options, asked))));
  }
  return results.filter(({ name }) => isWanted(options, name));
}

async function main(options: Options): Promise<void> {
  await generateClient({ reporter: terminal, environment: process.env });
  const { openSite } = await import("./site");
  const place = await openPlace(options.rows, terminal.say);
  try {
    const site = await openSite(place, options.rows);
    try {
      const results = await measure(options, site);
      const path = await writeResults(results);
      terminal.say(`\n${tableOf(results)}\n\nWritten to ${path}`);
    } finally {
      await site.close();
    }
  } finally {
    await place.stop();
  }
}

await main(readOptions(process.argv));
