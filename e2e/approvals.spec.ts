import { expect, type Browser, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { baseUrl, drainWorker, pay } from "./support/world";
import { makePerson, makeSession } from "@/prisma/factories/person";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

/** A second person of the same merchant, in a browser of their own. */
async function secondPerson(browser: Browser, shop: Shop): Promise<Page> {
  const person = await makePerson({ [shop.merchantId]: "owner" });
  await rowsOf("update app_user set name = 'Adam' where id = $1", [person.id]);
  const { cookie } = await makeSession(person);
  const context = await browser.newContext({ baseURL: baseUrl() });
  await context.addCookies([{ ...cookie, url: baseUrl(), httpOnly: true, sameSite: "Lax" }]);
  return context.newPage();
}

async function setLimit(page: Page, amount: string) {
  await page.goto("/settings/refunds");
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByRole("textbox", { name: "Limit" }).fill(amount);
  await page.getByRole("button", { name: "Add a limit" }).click();
  await expect(page.getByText(`Above ${amount}\u00a0EUR`)).toBeVisible();
}

async function ask(page: Page, paymentId: string, amount: string) {
  await page.goto(`/payments/${paymentId}`);
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill(amount);
  await dialog.getByLabel("Reason").fill("parcel lost");
  await dialog.getByRole("button", { name: /^(Ask to refund|Refund) \d/ }).click();
  await expect(dialog.getByRole("status")).toBeVisible();
}

const statusesOf = async (paymentId: string) =>
  (
    await rowsOf<{ status: string }>("select status from refund where payment_id = $1 order by created_at", [
      paymentId,
    ])
  ).map(({ status }) => status);

test("two people: one asks, the other approves what the dialog repeats; the asker's own line is closed and says why", async ({
  page,
  browser,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 100_00, orderReference: "TWO-1" });
  await drainWorker();
  await setLimit(page, "20.00");
  await expectAccessible("refund limits");
  await ask(page, payment.id, "25.00");

  const other = await secondPerson(browser, shop);
  await other.goto("/approvals");
  await page.goto("/approvals");
  await expect(page.getByRole("listitem").filter({ hasText: "25.00" })).toContainText(
    "You asked for this refund",
  );
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible("own approval");

  await expect(other.getByRole("link", { name: /Approvals/ })).toContainText("1 waits for approval");
  await expect(other.getByRole("main")).toContainText("parcel lost");
  await other.getByRole("button", { name: "Approve the refund of 25.00 EUR" }).click();
  const dialog = other.getByRole("dialog");
  await expect(dialog).toContainText("25.00\u00a0EUR goes back to Visa •••• 1111, at once.");
  await dialog.getByRole("button", { name: "Approve 25.00" }).click();
  await expect(dialog.getByRole("status")).toContainText("is approved");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(other.getByText("Nothing waits for approval.")).toBeVisible();
  await expect(page.getByText("Nothing waits for approval.")).toBeVisible();
  await drainWorker();
  expect(await statusesOf(payment.id)).toEqual(["done"]);

  await other.goto("/refunds");
  const line = other.getByRole("row").filter({ hasText: "25.00" });
  await expect(line).toContainText("Adam");
  await line.getByRole("link").first().click();
  await expect(other).toHaveURL(new RegExp(`/payments/${payment.id}`));
  await other.context().close();
});

test("a no needs a reason, with the keyboard alone, and the money is free again", async ({
  page,
  browser,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 100_00 });
  await drainWorker();
  await rowsOf("insert into refund_limit values ($1, 'EUR', 0, now(), 'user:Eva')", [shop.merchantId]);
  await ask(page, payment.id, "100.00");
  const other = await secondPerson(browser, shop);
  await other.goto("/approvals");
  await other.getByRole("button", { name: "Reject the refund of 100.00 EUR" }).focus();
  await other.keyboard.press("Enter");
  const dialog = other.getByRole("dialog");
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await other.keyboard.press("Enter");
  expect(await statusesOf(payment.id)).toEqual(["awaiting_approval"]);
  await other.keyboard.type("wrong order");
  await other.keyboard.press("Enter");
  await expect(dialog.getByRole("status")).toContainText("is rejected");
  expect(await statusesOf(payment.id)).toEqual(["rejected"]);
  await page.goto(`/payments/${payment.id}`);
  await expect(page.getByRole("button", { name: "Refund", exact: true })).toBeEnabled();
  await other.context().close();
});

test("a manager sees what waits and may not decide, a viewer has no such page", async ({
  page,
  shop,
  signIn,
}) => {
  const payment = await pay(shop, { minor: 100_00 });
  await drainWorker();
  await rowsOf("insert into refund_limit values ($1, 'EUR', 0, now(), 'user:Eva')", [shop.merchantId]);
  await signIn([shop], { role: "owner" });
  await ask(page, payment.id, "10.00");
  await signIn([shop], { role: "manager" });
  await page.goto("/approvals");
  await expect(page.getByText("Only people who may approve refunds can decide.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Approve|Reject)/ })).toHaveCount(0);
  await signIn([shop], { role: "viewer" });
  const answer = await page.goto("/approvals");
  expect(answer?.status()).toBe(404);
});

test("the payment rules of a website name the field that is wrong, keep what was typed, and are saved", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await page.goto("/settings/websites");
  const rules = page.getByRole("region", { name: `Payment rules: ${shop.name}` });
  await rules.getByLabel("Refunds wait for balance, in hours").fill("9999");
  await rules.getByLabel("Customers may try again").check();
  await rules.getByRole("button", { name: /Save the payment rules/ }).click();
  await expect(rules.getByText("Enter a whole number from 1 to 720.")).toBeVisible();
  await expect(rules.getByLabel("Customers may try again")).toBeChecked();
  await expectAccessible("payment rules with a problem");
  await rules.getByLabel("Refunds wait for balance, in hours").fill("120");
  await rules.getByRole("button", { name: /Save the payment rules/ }).click();
  await expect(rules.getByText("Saved", { exact: true })).toBeVisible();
  const [row] = await rowsOf(
    "select waiting_refund_hours as hours, retry_enabled as retry from website where id = $1",
    [shop.websiteId],
  );
  expect(row).toEqual({ hours: 120, retry: true });
});
