import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { drainWorker, openShop, pay } from "./support/world";

test("what was said about a payment is found by a word in it, and read on both sides", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { orderReference: "SAID-77" });
  await pay(shop, { orderReference: "SAID-78" });
  await drainWorker();

  const list = new ListingPage(page);
  await list.open("/messages?q=said-77");
  await expect(list.row("Shop to us")).toBeVisible();
  await expect(page.locator("tbody")).not.toContainText("SAID-78");

  await list.row("Shop to us").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shop to us" })).toBeVisible();
  const request = page.getByRole("region", { name: "Request" });
  await expect(request).toContainText("SAID-77");
  await expect(request).toContainText("411111******1111");
  await expect(page.locator("main")).not.toContainText(shop.apiKey);
  await request.getByRole("searchbox").fill("said-77");
  await expect(request.locator("mark")).toHaveText("SAID-77");
  await expect(request.getByText("1/1")).toBeVisible();
  const curl = (await page.getByRole("button", { name: "Copy as curl" }).getAttribute("data-copy")) ?? "";
  expect(curl).toContain('-H "authorization: $AUTHORIZATION"');
  expect(curl).not.toContain(shop.apiKey);

  await page
    .getByRole("region", { name: "The whole conversation" })
    .getByRole("link", { name: "bank gateway" })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "bank gateway" })).toBeVisible();
  await page.getByRole("link", { name: /Payment SAID-77/ }).click();
  await expect(page).toHaveURL(new RegExp(payment.id));
});

test("a status and an amount say which message set them (U3)", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop);
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  const source = page.getByRole("link", { name: /^Set by an answer of the bank gateway/ }).first();
  await source.click();
  await expect(page.getByRole("heading", { level: 1, name: "Us to the bank gateway" })).toBeVisible();
});

test("a gateway request shows what it says beside what was sent", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await pay(shop, { minor: 12_34 });
  await drainWorker();
  await page.goto("/gateway-requests");
  await page.locator("tbody tr").first().getByRole("link").first().click();
  const request = page.getByRole("region", { name: "Request" });
  await expect(request.getByText("Parameters", { exact: true })).toBeVisible();
  await expect(request.locator("dd", { hasText: /^1234$/ })).toBeVisible();
  await expect(request.locator("pre")).toContainText("1234");
});

test("every line of the log leads to what it is about", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { orderReference: "LOG-1" });
  await drainWorker();
  await page.goto("/log?q=LOG-1&object=payment");
  const row = page.locator("tbody tr", { hasText: "Completed" }).first();
  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/payments/${payment.id}`));
});

test("who may not read messages sees none of it", async ({ page, shop, signIn }) => {
  const payment = await pay(shop);
  await drainWorker();
  await signIn([shop], { role: "finance" });
  await page.goto(`/payments/${payment.id}`);
  await expect(page.getByRole("region", { name: "Requests and answers" })).toHaveCount(0);
  await expect(page.getByRole("navigation").getByRole("link", { name: "Messages" })).toHaveCount(0);
  for (const path of ["/messages", "/gateway-requests", "/log"]) {
    await page.goto(path);
    await expect(page.getByText("There is nothing here")).toBeVisible();
  }
});

test("another merchant's message is not found, exactly as nonsense", async ({ page, owner }) => {
  expect(owner.email).toContain("@");
  await pay(await openShop(), { orderReference: "FOREIGN-9" });
  await page.goto("/messages?q=foreign-9");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  for (const path of ["/messages", "/gateway-requests", "/log"]) {
    for (const id of [crypto.randomUUID(), "nonsense"]) {
      expect((await page.goto(`${path}/${id}`))?.status()).toBe(404);
    }
  }
});
