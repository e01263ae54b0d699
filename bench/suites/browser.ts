import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "@playwright/test";
import { makeCases } from "@/bench/cases";
import { p50 } from "@/bench/measure";
import { atMost, notMeasured, ratioAtMost, type Result } from "@/bench/result";
import { startMinimalNext } from "@/bench/servers/minimal-next";
import { startPortal } from "@/bench/servers/portal";
import { withServers } from "@/bench/servers/server";
import type { Site } from "@/bench/site";

const executablePath = "/usr/bin/chromium";
const scriptLimit = 200;
const visibleLimit = 2;
const rounds = 7;
const calmMs = 1_500;

type View = { readonly url: string; readonly cookie: Site["cookie"] | null };

declare global {
  interface Window {
    firstRowMs?: number;
  }
}

/** Runs in the page, as text, because a compiled function would bring names of the compiler's along. */
const watchForFirstRow = `
  const look = () => {
    const row = document.querySelector("tbody tr");
    if (row === null || row.getClientRects().length === 0) requestAnimationFrame(look);
    else requestAnimationFrame(() => (window.firstRowMs = performance.now()));
  };
  look();`;

/** A browser that has never been anywhere. */
async function visit<T>({ url, cookie }: View, look: (page: Page, go: () => Promise<unknown>) => Promise<T>) {
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    if (cookie !== null) await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    return await look(page, () => page.goto(url));
  } finally {
    await browser.close();
  }
}

const firstRowMs = (view: View) =>
  visit(view, async (page, go) => {
    await page.addInitScript({ content: watchForFirstRow });
    await go();
    const seen = await page.waitForFunction(() => window.firstRowMs);
    return (await seen.jsonValue()) ?? Number.NaN;
  });

/** Every script that comes before the page is calm, compressed. */
const scriptKilobytes = (view: View) =>
  visit(view, async (page, go) => {
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script")
        sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await go();
    await page.waitForTimeout(calmMs);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
  });

async function compare(portal: View, minimal: View): Promise<Result[]> {
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round += 1) {
    const [oursMs, bareMs] = [await firstRowMs(portal), await firstRowMs(minimal)];
    if (round < 0) continue;
    ours.push(oursMs);
    bare.push(bareMs);
  }
  const scripts = { ours: await scriptKilobytes(portal), baseline: await scriptKilobytes(minimal) };
  return [
    atMost("browser/scripts", scriptLimit, { ...scripts, unit: "kB" }),
    ratioAtMost("browser/first-row", visibleLimit, { ours: p50(ours), baseline: p50(bare), unit: "ms" }),
  ];
}

/** What a person waits for and downloads on the first visit, against a minimal Next page with the same rows. */
export async function measureBrowser(site: Site): Promise<Result[]> {
  if (!existsSync(executablePath))
    return [
      notMeasured("browser/scripts", "kB", `at most ${scriptLimit} kB`),
      notMeasured("browser/first-row", "ms", `at most ${visibleLimit} ×`),
    ];
  const [first] = await makeCases(site);
  if (first === undefined) throw new Error("there is no first page");
  const servers = [() => startPortal(site), () => startMinimalNext(site, first)] as const;
  return withServers(servers, (portal, minimal) =>
    compare({ url: `${portal.url}/payments`, cookie: site.cookie }, { url: `${minimal.url}/`, cookie: null }),
  );
}
