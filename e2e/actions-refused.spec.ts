import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { PaymentPage } from "./pages/payment-page";
import { baseUrl, drainWorker, openShop, pay } from "./support/world";
import { makePayment } from "@/prisma/factories/payment";
import { rowsOf } from "@/prisma/factories/shop";

const settleOf = async (id: string) =>
  (
    await rowsOf<{ settle: number | null; captured: number }>(
      "select settle_status as settle, captured_minor::int as captured from payment where id = $1",
      [id],
    )
  )[0];

test("a page that is out of date decides nothing, and shows what is so now", async ({
  page,
  context,
  signIn,
}) => {
  const shop = await openShop({ captureMode: "scheduled" });
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 25_00 });
  const [first, second] = [new PaymentPage(page), new PaymentPage(await context.newPage())];
  await first.open(id);
  await second.open(id);
  await second.start("Cancel payment");
  await first.start("Change amount");
  await first.dialog.getByLabel("Amount").fill("20.00");
  await first.send("Settle 20.00 EUR");
  await second.dialog.getByRole("button", { name: /^Cancel payment and/ }).click();
  await expect(second.dialog.getByRole("alert")).toContainText("has changed since the page was drawn");
  expect(await settleOf(id)).toEqual({ settle: 0, captured: 0 });
  await second.dialog.getByRole("button", { name: "Close" }).click();
  await second.start("Suspend");
  await expect(second.dialog).toContainText("20.00 EUR does not settle");
  await second.send("Suspend 20.00 EUR");
  expect(await settleOf(id)).toEqual({ settle: 2, captured: 0 });
});

test("closed moves stay visible with their rules", async ({ page, signIn }) => {
  const shop = await openShop({ captureMode: "scheduled" });
  await signIn([shop]);
  const payment = new PaymentPage(page);
  const made = async (status: string, settleStatus?: number) => {
    const { id } = await makePayment(shop, {
      status,
      captureMode: "scheduled",
      settleDueDate: "2027-06-02",
      createdAt: new Date().toISOString(),
      ...(settleStatus === undefined ? {} : { settleStatus }),
    });
    await payment.open(id);
  };
  await made("authorised");
  expect(await payment.why("Refund")).toBe("Opens when settled. Expected 3 Jun 2027, 01:00 CEST.");
  expect(await payment.why("Capture")).toContain("settles by itself");
  expect(await payment.why("Retry link")).toContain("nothing to try again");
  await made("authorised", 2);
  expect(await payment.why("Suspend")).toBe("This payment is held already.");
  expect(await payment.why("Capture")).toContain("once they are released");
  await made("authorised", 1);
  expect(await payment.why("Release")).toContain("released already");
  await made("authorised", 10);
  for (const title of ["Suspend", "Release", "Cancel payment", "Change amount", "Capture"])
    expect(await payment.why(title), title).toContain("Nothing can be changed any more");
  await made("completed");
  for (const title of ["Suspend", "Cancel payment", "Change due date", "Change order reference"])
    expect(await payment.why(title), title).toBe("Settled payments can only be refunded.");
  expect(await payment.why("Retry link")).toBe("The order is paid already.");
  await made("cancelled");
  for (const title of ["Suspend", "Release", "Refund", "Retry link"])
    expect(await payment.why(title), title).toBe("Cancelled payments stay cancelled.");
  expect(await payment.why("Mark as shipped")).toBe("No money will come for this order.");
  await made("expired");
  expect(await payment.why("Cancel payment")).toBe("No money came of this payment: it is “Expired”.");
  expect(await payment.why("Retry link")).toContain("Expired payments stay expired");
  await made("rejected");
  expect(await payment.why("Retry link")).toBe("Retries are switched off for this shop.");
  await made("started");
  expect(await payment.why("Change amount")).toContain("once the bank has authorised");
  expect(await payment.why("Retry link")).toContain("has not chosen a method");
});

test("a closed move can be reached and read with the keyboard, and does nothing", async ({
  page,
  signIn,
}) => {
  const shop = await openShop({ captureMode: "scheduled" });
  await signIn([shop]);
  const { id } = await makePayment(shop, { status: "cancelled", captureMode: "scheduled" });
  const payment = new PaymentPage(page, "keyboard");
  await payment.open(id);
  await payment.press(payment.bar.getByRole("button", { name: "More actions" }));
  await expect(payment.dialog).toBeVisible();
  const titles: string[] = [];
  for (let place = 0; place < 3; place += 1) {
    await page.keyboard.press("ArrowDown");
    titles.push(await page.evaluate(() => document.activeElement?.textContent ?? ""));
  }
  expect(new Set(titles).size).toBe(3);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 2, name: titles[2] ?? "" })).toHaveCount(0);
});

test("amounts beyond what was authorised, and none at all, are refused before they are sent", async ({
  page,
  signIn,
}) => {
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 25_00 });
  const payment = new PaymentPage(page);
  await payment.open(id);
  await payment.start("Capture");
  for (const [typed, problem] of [
    ["25.01", "more than the 25.00 EUR"],
    ["0", "above zero"],
    ["1.234", "no more decimals"],
  ] as const) {
    await payment.dialog.getByLabel("Amount").fill(typed);
    await expect(payment.dialog.getByRole("alert").filter({ hasText: problem })).toBeVisible();
    await expect(payment.dialog.getByRole("button", { name: /^Capture/ })).toBeDisabled();
    await expect(payment.dialog).not.toContainText("is taken now");
  }
  expect(await settleOf(id)).toEqual({ settle: 2, captured: 0 });
});

test("a bank that refuses a capture is quoted, and nothing was taken", async ({ page, signIn }) => {
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 66_01 });
  const payment = new PaymentPage(page);
  await payment.open(id);
  await payment.start("Capture");
  await expect(await payment.send("Capture 66.01 EUR")).toContainText("refused to take 66.01 EUR (code 05)");
  expect(await settleOf(id)).toEqual({ settle: 3, captured: 0 });
});

test("who may not move a payment sees no move, and a right that is taken away closes the open dialog's door", async ({
  page,
  signIn,
}) => {
  const shop = await openShop({ captureMode: "scheduled" });
  const { id } = await pay(shop, { minor: 25_00 });
  await signIn([shop], { role: "viewer" });
  const payment = new PaymentPage(page);
  await page.goto(`/payments/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(payment.bar).toHaveCount(0);
  const manager = await signIn([shop], { role: "manager" });
  await payment.open(id);
  await payment.start("Suspend");
  await rowsOf("update membership set role = 'viewer' where user_id = $1", [manager.id]);
  await payment.dialog.getByRole("button", { name: /^Suspend/ }).click();
  await expect(payment.dialog.getByRole("alert")).toContainText("You may not do this.");
  expect(await settleOf(id)).toEqual({ settle: 0, captured: 0 });
});

test("refunds belong into the shop platform: a manager is sent there, an owner overrides with a reason", async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const shop = await openShop();
  await rowsOf("update website set refunds_in_platform = true where id = $1", [shop.websiteId]);
  const { id } = await pay(shop, { minor: 25_00 });
  await rowsOf(
    "update payment set platform_order_id = '#1001', platform_order_url = 'https://shop.example/orders/1001' where id = $1",
    [id],
  );
  await drainWorker();
  await signIn([shop], { role: "manager" });
  const payment = new PaymentPage(page);
  await payment.open(id);
  expect(await payment.why("Refund")).toContain("Refunds of this shop are made in its shop platform");
  await expect(payment.bar.getByRole("link", { name: /Open the order/ })).toHaveAttribute(
    "href",
    "https://shop.example/orders/1001",
  );
  await signIn([shop], { role: "owner" });
  await payment.open(id);
  await payment.start("Refund");
  await expectAccessible("override");
  await payment.dialog.getByLabel("Amount").fill("5.00");
  const submit = payment.dialog.getByRole("button", { name: /^Refund 5/ });
  await submit.click();
  await expect(payment.dialog.getByRole("status")).toHaveCount(0);
  await payment.dialog.getByLabel("Refund here all the same").check();
  await payment.dialog.getByLabel("Reason").fill("Platform is down");
  await payment.send(/^Refund 5/);
  await payment.close();
  await expect(page.getByText("Not in sync with the shop platform")).toBeVisible();
});

test("a refund above the limit waits for a second person", async ({ page, signIn }) => {
  const shop = await openShop();
  await rowsOf(
    `insert into refund_limit (merchant_id, currency, limit_minor, set_at, actor) values ($1, 'EUR', 1000, now(), 'user:Eva')`,
    [shop.merchantId],
  );
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 25_00 });
  await drainWorker();
  const payment = new PaymentPage(page);
  await payment.open(id);
  await payment.start("Refund");
  await payment.dialog.getByLabel("Amount").fill("10.01");
  await expect(payment.dialog).toContainText("Above 10.00 EUR a second person has to agree");
  await expect(await payment.send("Ask to refund 10.01 EUR")).toContainText("waits for a second person");
  await payment.close();
  await expect(page.getByRole("region", { name: "Refunds" })).toContainText("Nothing has been sent");
});

test("a retry link that is forged, used up, or not for this order does nothing, kindly", async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const shop = await openShop();
  await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 25_00, number: "4000000000009995" });
  const payment = new PaymentPage(page);
  await payment.open(id);
  await payment.start("Retry link");
  await payment.send("Make link for 25.00 EUR");
  const link = await payment.dialog.getByLabel("Link for the customer").inputValue();

  await page.goto(`${link.slice(0, -2)}xx`);
  await expect(page.getByText("This link is not one of ours.")).toBeVisible();
  await page.goto(`${baseUrl()}/retry/nonsense`);
  await expect(page.getByText("This link is not one of ours.")).toBeVisible();
  await expectAccessible("forged link");

  await page.goto(link);
  await expectAccessible("retry page");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible("retry page on a phone");
  await page.getByLabel("Card number").fill("4929421234600821");
  await page.getByLabel("Expires").fill("12/30");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /^Pay 25/ }).click();
  await expect(page.getByText("This card cannot be used")).toBeVisible();

  await page.getByRole("button", { name: "iDEAL" }).click();
  await expect(page.getByText(/is paid|waits at your bank/)).toBeVisible();
  expect(
    await rowsOf("select from payment where merchant_id = $1 and predecessor_id = $2", [shop.merchantId, id]),
  ).toHaveLength(1);

  const expired = await pay(shop, { minor: 25_00, number: "4000000000009995" });
  await rowsOf("update payment set status = 'expired' where id = $1", [expired.id]);
  await payment.open(expired.id);
  expect(await payment.why("Retry link")).toContain("Expired payments stay expired");
});
