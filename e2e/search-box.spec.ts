import { expect } from "@playwright/test";
import { makePayment } from "@/prisma/factories/payment";
import type { Shop } from "@/prisma/factories/shop";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { baseUrl } from "./support/world";

const makeRows = async (shop: Shop) => {
  await makePayment(shop, { status: "failed", orderReference: "F-1", amountMinor: 200_00 });
  await makePayment(shop, { status: "failed", orderReference: "F-2", amountMinor: 100_00 });
  await makePayment(shop, { status: "completed", orderReference: "C-1", amountMinor: 300_00 });
};

test("operators are the filters: same rows, same chips, same address", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments");
  await list.search.fill("status:failed amount:>100");
  await list.search.press("Enter");
  await page.waitForURL(/\/payments\?status=failed&amount-min=100.001$/);
  await expect(list.rows).toHaveCount(1);
  await expect(list.row("F-1")).toBeVisible();
  await expect(list.chips).toHaveCount(2);
  await expect(page.getByText("Amount more than 100")).toBeVisible();
  await expect(list.search).toHaveValue("");
  await expectAccessible("filters from operators");

  await list.search.fill("colour:red");
  await list.search.press("Enter");
  await expect(page.getByText("“colour:red” was ignored")).toBeVisible();
  await expect(list.rows).toHaveCount(1);
});

test("completes by keyboard: arrows, Enter and Tab take, Esc closes, Enter searches", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");

  await page.keyboard.press("/");
  await expect(list.search).toBeFocused();
  await page.keyboard.type("stat");
  await expect(options.first()).toBeVisible();
  await expect(list.search).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expectAccessible("open suggestions");
  await page.keyboard.press("Enter");
  await expect(list.search).toHaveValue("status:");

  await page.keyboard.type("fail");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(list.search).toHaveValue("status:failed ");
  await expect(list.search).toBeFocused();

  await page.keyboard.type("amo");
  await expect(options.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list.search).toHaveAttribute("aria-expanded", "false");
  await expect(list.search).toHaveValue("status:failed amo");
  await list.search.fill("status:failed F-2");
  await list.search.press("Enter");
  await page.waitForURL(/\/payments\?q=F-2&status=failed$/);
  await expect(list.rows).toHaveCount(1);
  await expect(list.search).toHaveValue("F-2");
});

test("completes by mouse, in the reader's language", async ({ page, shop, owner, context }) => {
  expect(owner.email).toContain("@");
  await context.addCookies([{ name: "locale", value: "nl", url: baseUrl() }]);
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments");
  await list.search.click();
  await page.keyboard.type("mislukt");
  await page.getByRole("option", { name: "Mislukt" }).first().click();
  await expect(list.search).toHaveValue("status:failed ");
  await list.search.press("Enter");
  await page.waitForURL(/status=failed/);
  await expect(list.rows).toHaveCount(2);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the box is a plain box that understands the same", async ({ page, shop, owner }) => {
    expect(owner.email).toContain("@");
    await makeRows(shop);
    const list = new ListingPage(page);
    await list.open("/payments");
    await list.search.fill("status:failed amount:>=200");
    await list.search.press("Enter");
    await page.waitForURL(/\/payments\?status=failed&amount-min=200$/);
    await expect(list.rows).toHaveCount(1);
  });
});
