import { expect, type Locator, type Page } from "@playwright/test";
import type { Shop } from "@/prisma/factories/shop";
import { rowsOf } from "@/prisma/factories/shop";
import { makePayment } from "@/prisma/factories/payment";
import { test } from "./fixtures";

const card = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const today = () => new Date().toISOString();

/** Two currencies, three methods, successes and failures, all of today. */
async function makeDay(shop: Shop) {
  const at = { createdAt: today() };
  await makePayment(shop, { ...at, amountMinor: 30_00 });
  await makePayment(shop, { ...at, amountMinor: 20_00, method: "ideal" });
  await makePayment(shop, { ...at, amountMinor: 50_00, method: "ideal" });
  await makePayment(shop, { ...at, amountMinor: 70_00, currency: "PLN", method: "blik" });
  await makePayment(shop, { ...at, status: "rejected" });
}

async function suspend(shop: Shop) {
  const { id } = await makePayment(shop, { createdAt: today(), status: "authorised" });
  await rowsOf(
    `update payment set settle_status = 2, capture_mode = 'scheduled', reserved_until = now() + interval '5 days' where id = $1`,
    [id],
  );
}

test("a merchant with nothing is told so kindly", async ({ page, owner, expectAccessible }) => {
  expect(owner.email).toContain("@");
  await page.goto("/");
  await page.waitForURL("**/home");
  await expect(page.getByText("Nothing waits for you.")).toBeVisible();
  await expect(page.getByText("No payments in the last 30 days.")).toBeVisible();
  await expectAccessible("an empty home page");
});

test("a tile says what waits and leads to exactly that list", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await suspend(shop);
  await suspend(shop);
  await makePayment(shop, { createdAt: today() });
  await page.goto("/home");
  const tile = page.getByRole("link", { name: /^2\s*Suspended/ });
  await tile.click();
  await page.waitForURL(/\/payments\?settle=2/);
  await expect(page.locator("tbody tr")).toHaveCount(2);
});

test("a chart leads from its legend and its days to the payments behind them", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makeDay(shop);
  await page.goto("/home");
  const volume = card(page, "Volume");
  await expect(volume.getByRole("link", { name: "100.00 EUR" }).first()).toBeVisible();
  await volume.getByRole("link", { name: /iDEAL/ }).click();
  await page.waitForURL(/method=ideal/);
  await expect(page.locator("tbody tr")).toHaveCount(2);

  await page.goto("/home");
  await volume.getByRole("link", { name: "PLN", exact: true }).click();
  await expect(volume.getByRole("link", { name: "70.00 PLN" }).first()).toBeVisible();
  await expect(volume.getByText("EUR 100.00")).toHaveCount(0);

  await page.getByRole("navigation", { name: "Period" }).getByRole("link", { name: "7 days" }).click();
  await page.waitForURL(/days=7/);
  await expect(page.locator(".chart-bars").first().locator("a[aria-label]")).toHaveCount(7);
});

test("with a keyboard one goes from day to day, hears the figures and opens the day", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makeDay(shop);
  await page.goto("/home?days=7&currency=EUR");
  const days = card(page, "Volume").locator(".chart-bars a[aria-label]");
  await expect(days.last()).toHaveAttribute("aria-label", /100\.00\sEUR in 3 completed payments/);
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  await days.last().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(days.nth(5)).toBeFocused();
  await expect(days.last()).toHaveAttribute("tabindex", "-1");
  await page.keyboard.press("End");
  await expect(days.last()).toBeFocused();
  await expect(card(page, "Volume").locator(".chart-drawing").getByText("Total")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/payments\?status=completed&from=/);
  await expect(page.locator("tbody tr")).toHaveCount(3);
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("charts and tables are accessible, and the keyboard switches", async ({
      page,
      shop,
      owner,
      expectAccessible,
      expectFits,
    }) => {
      expect(owner.email).toContain("@");
      await makeDay(shop);
      await suspend(shop);
      await page.goto("/home?days=7&currency=EUR");
      const volume = card(page, "Volume");
      await expect(volume.locator(".chart-bars")).toBeVisible();
      await expectAccessible("home with charts");
      await volume.getByRole("radio", { name: "Chart" }).focus();
      await page.keyboard.press("ArrowRight");
      const table = volume.getByRole("table");
      await expect(volume.getByRole("radio", { name: "Table" })).toBeChecked();
      await expect(table).toBeVisible();
      await expect(volume.locator(".chart-bars")).toBeHidden();
      await expect(table.getByRole("row").last()).toContainText("100.00");
      await card(page, "Success rate").getByRole("radio", { name: "Table" }).check({ force: true });
      await expect(card(page, "Success rate").getByRole("table").getByRole("row").last()).toContainText(
        "66.6% (2 of 3)",
      );
      await expectAccessible("home with tables");
      await expectFits("home with tables");
    });
  });
}
