import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { baseUrl, drainWorker, openShop, pay } from "./support/world";
import { makeSession } from "@/prisma/factories/person";
import { rowsOf } from "@/prisma/factories/shop";

const nothing = "There is nothing here";

test("a viewer sees no refund button and no export, and a call made by hand is refused", async ({
  page,
  shop,
  signIn,
}) => {
  const payment = await pay(shop);
  await drainWorker();
  await signIn([shop], { role: "viewer" });
  await page.goto(`/payments/${payment.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Refund", exact: true })).toHaveCount(0);
  await page.goto("/payments");
  await expect(page.getByRole("button", { name: "Export CSV" })).toHaveCount(0);
  const answer = await page.request.get("/api/export/payments?profile=plain");
  expect(answer.status()).toBe(403);
});

test("a support user can send a push again and has no export", async ({ page, shop, signIn }) => {
  const payment = await pay(shop);
  await drainWorker();
  await signIn([shop], { role: "support" });
  await page.goto(`/payments/${payment.id}`);
  await page.getByRole("button", { name: "Send again" }).first().click();
  await expect(page.getByText("One more attempt is on its way.").first()).toBeVisible();
  await page.goto("/payments");
  await expect(page.getByRole("button", { name: "Export CSV" })).toHaveCount(0);
});

test("another merchant's payment is not found, exactly as nonsense", async ({ page, owner }) => {
  expect(owner.email).toContain("@");
  const foreign = await pay(await openShop());
  for (const id of [foreign.id, crypto.randomUUID(), "nonsense"]) {
    const answer = await page.goto(`/payments/${id}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText(nothing)).toBeVisible();
  }
});

test("a right that is taken away is gone at the next click", async ({ page, shop, signIn }) => {
  const payment = await pay(shop);
  await drainWorker();
  const person = await signIn([shop], { role: "manager" });
  await page.goto(`/payments/${payment.id}`);
  const refund = page.getByRole("button", { name: "Refund", exact: true });
  await refund.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Amount")).toBeVisible();
  await rowsOf("update membership set role = 'viewer' where user_id = $1", [person.id]);
  await dialog.getByRole("button", { name: /^Refund/ }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("You may not do this.");
  expect(await rowsOf("select from refund where payment_id = $1", [payment.id])).toEqual([]);
});

test("a session that was ended in another browser is out at once", async ({
  page,
  shop,
  signIn,
  browser,
}) => {
  const person = await signIn([shop]);
  const other = await makeSession(person);
  const elsewhere = await browser.newContext();
  await elsewhere.addCookies([{ ...other.cookie, url: baseUrl() }]);
  const stranger = await elsewhere.newPage();
  await stranger.goto(`${baseUrl()}/payments`);
  await expect(stranger.getByRole("heading", { level: 1, name: "Payments" })).toBeVisible();

  await page.goto("/settings/sessions");
  await page.getByRole("button", { name: "End", exact: true }).first().click();
  await expect
    .poll(
      async () =>
        (await rowsOf("select from user_session where id = $1 and ended_at is not null", [other.sessionId]))
          .length,
    )
    .toBe(1);
  await stranger.reload();
  await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await elsewhere.close();
});

test("one person works for two merchants and switches between them", async ({ page, shop, signIn }) => {
  const second = await openShop();
  await pay(shop, { orderReference: "FIRST-1" });
  await pay(second, { orderReference: "SECOND-1" });
  await signIn([shop, second]);
  const names = await rowsOf<{ id: string; name: string }>(
    "select id, name from merchant where id = any($1::uuid[])",
    [[shop.merchantId, second.merchantId]],
  );
  const list = new ListingPage(page);
  for (const [merchantId, order] of [
    [second.merchantId, "SECOND-1"],
    [shop.merchantId, "FIRST-1"],
  ]) {
    await list.open("/payments");
    const name = names.find(({ id }) => id === merchantId)?.name ?? "";
    await page.getByRole("button", { name: "Switch merchant" }).click();
    await page.getByRole("menuitemradio", { name }).or(page.getByRole("menuitem", { name })).first().click();
    await expect(list.row(order ?? "")).toBeVisible();
    await expect(list.rows).toHaveCount(1);
  }
});
