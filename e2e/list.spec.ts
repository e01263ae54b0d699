import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { makePayment } from "@/prisma/factories/payment";

test("filters live in the address, read as chips, and survive reload and the way back", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, {
    status: "rejected",
    orderReference: "R-1",
    amountMinor: 20_00,
    createdAt: "2026-03-28T23:30:00Z",
  });
  await makePayment(shop, {
    status: "completed",
    orderReference: "C-1",
    amountMinor: 30_00,
    createdAt: "2026-03-29T10:00:00Z",
  });
  await makePayment(shop, {
    status: "completed",
    orderReference: "C-2",
    amountMinor: 5_00,
    createdAt: "2026-03-29T21:30:00Z",
  });
  await makePayment(shop, { status: "completed", orderReference: "C-3", createdAt: "2026-03-29T22:30:00Z" });
  const list = new ListingPage(page);

  await list.open("/payments?from=2026-03-29&to=2026-03-29");
  await expect(list.rows).toHaveCount(3);
  await expect(list.row("R-1")).toBeVisible();
  await expect(list.row("C-3")).toHaveCount(0);

  await list.open("/payments?status=completed&from=2026-03-29&to=2026-03-29&amount-min=10");
  await expect(list.rows).toHaveCount(1);
  await expect(list.chips).toHaveCount(3);
  await expect(list.count).toHaveText("1 payment");
  await expect(list.sums).toHaveText(["30.00 EUR"]);
  await page.reload();
  await expect(list.rows).toHaveCount(1);
  await list.openRow("C-1");
  await page.waitForURL(/payments\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(list.chips).toHaveCount(3);
  await expect(list.rows).toHaveCount(1);
});

test("what the address asks in vain is named, and the rest is done", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, { orderReference: "OK-1" });
  const list = new ListingPage(page);
  await list.open("/payments?status=complted&colour=blue&after=xyz");
  await expect(page.getByText("“status=complted” was ignored")).toBeVisible();
  await expect(page.getByText("“colour=blue” was ignored")).toBeVisible();
  await expect(list.row("OK-1")).toBeVisible();
  await expectAccessible("list with ignored parameters");
  const answer = await page.request.get("/api/export/payments?profile=plain&status=complted");
  expect(answer.status()).toBe(400);
});

test("an empty list says which filters are on and leads out", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, { orderReference: "THERE" });
  const list = new ListingPage(page);
  await list.open("/payments?status=expired&from=2026-05-01&to=2026-05-02");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await expectAccessible("empty list");
  await page.getByRole("link", { name: "Clear all" }).last().click();
  await expect(list.row("THERE")).toBeVisible();
});

test("a search and a filter change the page without a new document, and leave nothing empty behind", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, { orderReference: "SOFT-1", method: "card" });
  await makePayment(shop, { orderReference: "SOFT-2", method: "card" });
  const list = new ListingPage(page);
  await list.open("/payments");
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  const documents: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "document") documents.push(request.url());
  });
  await list.find("SOFT-1");
  await expect(list.rows).toHaveCount(1);
  expect(new URL(page.url()).search).toBe("?q=SOFT-1");

  await page.locator("summary", { hasText: "Method" }).click();
  await page.getByRole("group", { name: "Method" }).getByRole("checkbox", { name: "Card" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(list.chips).toHaveCount(2);
  await expect(list.rows).toHaveCount(1);
  expect(new URL(page.url()).search).toBe("?q=SOFT-1&method=card");
  expect(documents).toEqual([]);
});

test("a full card number is refused without being sent", async ({ page, owner }) => {
  expect(owner.email).toContain("@");
  const list = new ListingPage(page);
  await list.open("/payments");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await list.search.fill("4111 1111 1111 1111");
  await list.search.press("Enter");
  await expect(page.getByText("This looks like a").first()).toBeVisible();
  expect(sent.filter((text) => /4111[\s+%20]*1111/.test(text))).toEqual([]);
  expect(page.url()).not.toContain("4111");
});

test("the box understands id, order, e-mail, a piece of an e-mail and the last four digits", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const wanted = await makePayment(shop, {
    orderReference: "ORDER-77",
    customerEmail: "piotr.zielinski@example.pl",
    cardLastFour: "4444",
  });
  await makePayment(shop, { orderReference: "ORDER-78", customerEmail: "other@example.nl" });
  const list = new ListingPage(page);
  for (const text of [
    wanted.id,
    "ORDER-77",
    "piotr.zielinski@example.pl",
    "zielinski",
    "Zielinski@EX",
    "4444",
  ]) {
    await list.open("/payments");
    await list.find(text);
    await expect(list.rows, text).toHaveCount(1);
    await expect(list.rows.first(), text).toContainText("ORDER-77");
  }
});

test("pages go on and back by key, sorted by amount as a person reads it", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  for (let index = 1; index <= 7; index += 1) {
    await makePayment(shop, { amountMinor: index * 100, orderReference: `P-${index.toString()}` });
  }
  await makePayment(shop, { amountMinor: 5_800, currency: "JPY", orderReference: "YEN" });
  const list = new ListingPage(page);
  await list.open("/payments?limit=3&sort=-amount");
  await expect(list.rows).toHaveCount(3);
  await expect(list.rows.first()).toContainText("5,800");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(list.rows.first()).toContainText("P-5");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(list.rows).toHaveCount(2);
  await expect(page.getByRole("link", { name: "Next" })).toHaveCount(0);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(list.rows.first()).toContainText("P-5");
});

test("a hidden column stays hidden for this person", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await makePayment(shop);
  const list = new ListingPage(page);
  await list.open("/payments");
  await expect(page.getByRole("columnheader", { name: "Website" })).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("dialog").getByText("Website").click();
  await saved;
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Website" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Order reference" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Website" })).toHaveCount(0);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  test("the filters still work", async ({ page, shop, owner }) => {
    expect(owner.email).toContain("@");
    await makePayment(shop, { orderReference: "PLAIN-1" });
    await makePayment(shop, { orderReference: "PLAIN-2" });
    const list = new ListingPage(page);
    await list.open("/payments");
    await expect(list.rows).toHaveCount(2);
    await list.search.fill("PLAIN-2");
    await list.search.press("Enter");
    await expect(list.rows).toHaveCount(1);
  });
});
