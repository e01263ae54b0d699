import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { test } from "@/e2e/fixtures";
import { moveClock, resetClock } from "@/e2e/support/clock";
import { drainWorker, openShop, pay } from "@/e2e/support/world";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test.afterEach(resetClock);

/** To eleven o'clock (UTC) of tomorrow: a night lies between, and the next one is far away. */
async function passToTomorrow() {
  const now = Date.now();
  await moveClock(dayMs + 11 * hourMs - (now % dayMs));
  await drainWorker();
}

async function pass(days: number) {
  await moveClock(days * dayMs);
  await drainWorker();
}

/** Counts from the next night on. */
async function switchOn(page: Page, { websiteId }: Shop) {
  await page.goto(`/settings/websites/${websiteId}/renewals`);
  for (const name of ["Renew reservations", "Splitting", "Hope run", "Renew simulated payments"])
    await page.getByRole("checkbox", { name }).check();
  await page.getByLabel("Renew after days").fill("6");
  await page.getByLabel("Notice of failures").selectOption("batch");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Changes" })).toContainText("Renew after 6 days");
}

async function captureSome(page: Page, amount: string, finish: boolean) {
  await page.getByRole("button", { name: "Partial capture" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill(amount);
  if (finish) await dialog.getByRole("checkbox", { name: "Finish authorisation" }).check();
  await dialog.getByRole("button", { name: `Capture ${amount}` }).click();
  await expect(dialog.getByRole("status")).toContainText(amount);
  await dialog.getByRole("button", { name: "Close" }).last().click();
}

/** Of the first reservation. */
async function payIdOf(paymentId: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ payId: string }>(
    `select replace(id::text, '-', '') as "payId" from operation where payment_id = $1 and kind = 'authorise'`,
    [paymentId],
  );
  return row?.payId;
}

test("a merchant who ships late captures in parts over the nights, and sees why and when", async ({
  page,
  signIn,
  expectAccessible,
  expectFits,
}) => {
  test.setTimeout(240_000);
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  await switchOn(page, shop);
  await passToTomorrow();
  const { id } = await pay(shop, { minor: 100_00, orderReference: "LATE-1" });

  await page.goto("/authorisations");
  const row = page.getByRole("row").filter({ hasText: "LATE-1" });
  await expect(row).toContainText("Active");
  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("LATE-1");
  await captureSome(page, "40.00", false);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("40.00");
  await expect(page.getByRole("button", { name: "Partial capture" })).toBeDisabled();
  const actions = page.getByRole("group", { name: "Actions" });
  await expect(actions).toContainText("There is one partial capture a day. Possible again: tomorrow, 04:00");
  await expect(page.getByRole("region", { name: "What tonight will do" })).toContainText("60.00");
  await expectAccessible("a chain that waits for the night");
  await expectFits("a chain that waits for the night");

  await pass(1);
  await page.reload();
  await captureSome(page, "20.00", true);
  await expect(page.getByRole("main")).toContainText("finished by a capture");
  await page.goto(`/payments/${id}`);
  await page.getByRole("link", { name: "Open the authorisation" }).click();
  await expect(timeline).toContainText("20.00");
});

test("a renewal that fails is in the F-file, and the hope run gets it back", async ({ page, signIn }) => {
  test.setTimeout(240_000);
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  await switchOn(page, shop);
  await passToTomorrow();
  // Declined the first time that it is authorised without the customer.
  const { id } = await pay(shop, { minor: 55_13, orderReference: "HOPE-1" });
  await pass(9);

  await page.goto(`/authorisations/${id}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("Renewal failed, hope run planned");
  await expect(timeline).toContainText("21000305");
  await expect(timeline).toContainText("Renewed in the hope run");
  await expect(page.getByRole("main")).toContainText("Active");

  await page.goto("/authorisation-failures");
  await expect(page.getByRole("row").filter({ hasText: "HOPE-1" })).toContainText("21000305");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: /^F\d{8}.*\.dat/ }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^F\d{8}site_[0-9a-f]{8}\.dat$/);
  const lines = (await readFile(await file.path(), "utf8")).split("\r\n");
  expect(lines.map((line) => line.split(","))).toEqual([
    [
      ...["CC", "Renewal", "5513", "EUR", "HOPE-1", "", await payIdOf(id)],
      ...["FAILED", "21000305", "Declined by authorisation system"],
    ],
    [""],
  ]);
});
