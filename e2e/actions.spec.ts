import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { PaymentPage, type Way } from "./pages/payment-page";
import { drainWorker, openShop, pay } from "./support/world";
import { rowsOf } from "@/prisma/factories/shop";

type Money = { status: string; settle: number | null; settles: number; captured: number; due: string | null };

const moneyOf = async (id: string) =>
  (
    await rowsOf<Money>(
      `select status, settle_status as settle, settle_minor::int as settles, captured_minor::int as captured,
         settle_due_date::text as due from payment where id = $1`,
      [id],
    )
  )[0];

const ways: readonly Way[] = ["mouse", "keyboard"];
const declinedCard = "4000000000009995";

for (const way of ways) {
  test.describe(`by ${way}`, () => {
    test("a scheduled payment is suspended, released, changed and cancelled", async ({
      page,
      signIn,
      expectAccessible,
    }) => {
      const shop = await openShop({ captureMode: "scheduled" });
      await signIn([shop]);
      const { id } = await pay(shop, { minor: 25_00 });
      const payment = new PaymentPage(page, way);
      await payment.open(id);

      await payment.start("Suspend");
      await expect(payment.dialog).toContainText("Anna Kowalska");
      await expect(payment.dialog).toContainText(shop.name);
      await expect(payment.dialog).toContainText("does not settle until somebody releases it");
      await expectAccessible("suspend");
      await expect(await payment.send("Suspend 25.00 EUR")).toContainText("stays reserved until");
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ settle: 2 });
      await expect(page.getByText("Expires in 6 days")).toBeVisible();

      await payment.start("Release");
      await expect(payment.dialog).toContainText("25.00 EUR settles on");
      await expect(await payment.send("Release 25.00 EUR")).toContainText("Released");
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ settle: 1 });

      await payment.start("Change amount");
      await payment.dialog.getByLabel("Amount").fill("20.00");
      await expect(payment.dialog).toContainText("The remaining 5.00 EUR");
      await expect(await payment.send("Settle 20.00 EUR")).toContainText("20.00 EUR settles instead");
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ settles: 20_00 });

      await payment.start("Change due date");
      await payment.dialog.getByLabel("Due date").fill("2027-12-24");
      await expect(payment.dialog).toContainText("before this settlement");
      await expectAccessible("due date beyond the reservation");
      await expect(await payment.send("Settle 20.00 EUR then")).toContainText("25 Dec 2027");
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ due: "2027-12-24" });

      await payment.start("Change order reference");
      await payment.dialog.getByLabel("Order reference").fill("ORDER-2027-A-LONG-REFERENCE-INDEED");
      await expect(payment.dialog).toContainText("Longer than 25 characters");
      await expect(await payment.send("Change order reference")).toContainText("ORDER-2027");
      await payment.close();

      await payment.start("Cancel payment");
      await expect(payment.dialog).toContainText("This cannot be undone");
      await expect(await payment.send("Cancel payment and release 25.00 EUR")).toContainText(
        "being released",
      );
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ status: "cancelled", settle: 3, captured: 0 });

      const timeline = page.getByRole("region", { name: "Timeline" });
      for (const line of ["Settlement: Suspended", "amount 25.00 EUR → 20.00 EUR", "Payment: Cancelled"])
        await expect(timeline).toContainText(line);
      expect(await payment.why("Release")).toBe("Cancelled payments stay cancelled.");
    });

    test("a held payment is captured in part, the rest is released", async ({
      page,
      signIn,
      expectAccessible,
    }) => {
      const shop = await openShop({ captureMode: "manual" });
      await signIn([shop]);
      const { id } = await pay(shop, { minor: 25_00 });
      const payment = new PaymentPage(page, way);
      await payment.open(id);
      await payment.start("Capture");
      await payment.dialog.getByLabel("Amount").fill("15.00");
      await expect(payment.dialog).toContainText("The remaining 10.00 EUR of the reservation is released");
      await expectAccessible("capture");
      await expect(await payment.send("Capture 15.00 EUR")).toContainText("15.00 EUR captured");
      await payment.close();
      expect(await moneyOf(id)).toMatchObject({ status: "completed", captured: 15_00, settle: 100 });
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    });

    test("a parcel captures what waited for it", async ({ page, signIn }) => {
      const shop = await openShop({ captureMode: "manual" });
      await signIn([shop]);
      const { id } = await pay(shop, { minor: 25_00 });
      const payment = new PaymentPage(page, way);
      await payment.open(id);
      await payment.start("Mark as shipped");
      await payment.dialog.getByLabel("Carrier").fill("PostNL");
      await payment.dialog.getByLabel("Tracking code").fill("3SABC123");
      await expect(await payment.send("Mark as shipped and capture 25.00 EUR")).toContainText(
        "The parcel is recorded",
      );
      await payment.close();
      await drainWorker();
      expect(await moneyOf(id)).toMatchObject({ status: "completed", captured: 25_00 });
      await payment.open(id);
      await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Shipped: captured");
      await expect(page.getByRole("region", { name: "Timeline" })).toContainText("PostNL 3SABC123");
    });

    test("a refund repeats whose money it is, and says when it settles", async ({ page, shop, owner }) => {
      expect(owner.email).toContain("@");
      const { id } = await pay(shop, { minor: 25_00 });
      await drainWorker();
      const payment = new PaymentPage(page, way);
      await payment.open(id);
      await payment.start("Refund");
      await expect(payment.dialog).toContainText("Anna Kowalska");
      await payment.dialog.getByLabel("Amount").fill("10.00");
      await expect(await payment.send("Refund 10.00 EUR")).toContainText("10.00 EUR");
      await payment.close();
    });

    test("TP-21: an agreed refund is suspended, changed, released and cancelled", async ({
      page,
      shop,
      owner,
      expectAccessible,
    }) => {
      test.slow();
      expect(owner.email).toContain("@");
      const { id } = await pay(shop, { minor: 25_00 });
      await drainWorker();
      await rowsOf("update payment set capture_mode = 'scheduled' where id = $1", [id]);
      const payment = new PaymentPage(page, way);
      await payment.open(id);
      await payment.start("Refund");
      await payment.dialog.getByLabel("Amount").fill("10.00");
      await payment.send("Refund 10.00 EUR");
      await drainWorker();
      await payment.open(id);
      const refund = payment.refundBar("10.00 EUR");
      const row = async () =>
        (
          await rowsOf<object>(
            "select status, settle_status as settle, settle_minor::int as settles from refund where payment_id = $1",
            [id],
          )
        )[0];
      expect(await row()).toMatchObject({ status: "accepted", settle: 0 });

      await payment.start("Suspend refund", refund);
      await expect(payment.dialog).toContainText("If nobody releases it by");
      await expectAccessible("suspend refund");
      await expect(await payment.send("Suspend 10.00 EUR")).toContainText("Suspended");
      await payment.close();
      expect(await row()).toMatchObject({ settle: 2 });

      await payment.start("Change refund amount", refund);
      await payment.dialog.getByLabel("Amount").fill("8.00");
      await expect(payment.dialog).toContainText("The remaining 2.00 EUR is not refunded.");
      await expect(payment.dialog).toContainText("8.00 EUR settles once the refund is released.");
      await payment.send("Settle 8.00 EUR");
      await payment.close();
      expect(await row()).toMatchObject({ settle: 2, settles: 8_00 });

      await payment.start("Release refund", refund);
      await expect(payment.dialog).toContainText("8.00 EUR settles on");
      await payment.send("Release 8.00 EUR");
      await payment.close();
      expect(await row()).toMatchObject({ settle: 1 });

      await payment.start("Cancel refund", refund);
      await expect(payment.dialog).toContainText("10.00 EUR is not refunded.");
      await payment.send("Cancel refund of 10.00 EUR");
      await payment.close();
      expect(await row()).toMatchObject({ status: "cancelled", settle: 3 });
      await payment.press(refund.getByRole("button", { name: "More actions" }));
      await expect(payment.dialog.getByText("This refund has ended.")).toHaveCount(6);
    });

    test("a customer with a retry link pays the order with another card", async ({
      page,
      browser,
      signIn,
      expectAccessible,
    }) => {
      const shop = await openShop();
      await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
      await signIn([shop]);
      const { id } = await pay(shop, { minor: 25_00, number: declinedCard });
      const payment = new PaymentPage(page, way);
      await payment.open(id);
      await payment.start("Retry link");
      await expectAccessible("retry link");
      await expect(await payment.send("Make link for 25.00 EUR")).toContainText("The link works until");
      const link = await payment.dialog.getByLabel("Link for the customer").inputValue();
      await payment.close();

      const stranger = await browser.newContext({ locale: "nl-NL", javaScriptEnabled: way === "mouse" });
      const customer = await stranger.newPage();
      await customer.goto(link);
      await expect(customer.getByRole("heading", { level: 1 })).toHaveText(`Betaal aan ${shop.name}`);
      await expect(customer.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      await fill(customer, declinedCard);
      await expect(customer.getByText("De betaling is geweigerd en er is niets geïnd")).toBeVisible();
      await fill(customer, "4111111111111111");
      await expect(customer.getByText("Deze bestelling is betaald")).toBeVisible();
      await customer.goto(link);
      await expect(customer.getByText("Deze bestelling is betaald")).toBeVisible();
      await expect(customer.getByRole("button")).toHaveCount(0);
      await stranger.close();

      await payment.open(id);
      await expect(page.getByText("This order was paid by another attempt.")).toBeVisible();
      expect(await moneyOf(id)).toMatchObject({ status: "retried", captured: 0 });
      const chain = await rowsOf(
        "select from payment where order_reference is not null and merchant_id = $1",
        [shop.merchantId],
      );
      expect(chain).toHaveLength(3);
    });

    test("ticked payments are moved together: a plan, then a result for each", async ({
      page,
      signIn,
      expectAccessible,
    }) => {
      const shop = await openShop({ captureMode: "scheduled" });
      await signIn([shop]);
      const ids = [];
      for (const minor of [10_00, 15_00, 20_00]) ids.push((await pay(shop, { minor })).id);
      await rowsOf("update payment set settle_status = 2 where id = $1", [ids[2]]);
      await page.goto("/payments");
      await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
      const list = new PaymentPage(page, way);
      const all = page.getByRole("checkbox").first();
      if (way === "mouse") await all.check();
      else {
        await all.focus();
        await page.keyboard.press("Space");
      }
      const actions = page.getByRole("button", { name: "Actions", exact: true });
      await list.press(actions);
      await list.press(page.getByRole("menuitem", { name: "Suspend" }));
      await expect(list.dialog).toContainText("2 payments · 25.00 EUR");
      await page.keyboard.press("Escape");
      await expect(list.dialog).toHaveCount(0);
      await expect(actions).toBeFocused();
      await list.press(actions);
      await list.press(page.getByRole("menuitem", { name: "Suspend" }));
      await expect(list.dialog).toContainText("This payment is held already.");
      await expectAccessible("plan");
      await list.press(list.dialog.getByRole("button", { name: "Suspend: 2 payments, 25.00 EUR" }));
      await expect(list.dialog.getByRole("status")).toHaveText("2 of 2");
      await expect(list.dialog.getByText("Done", { exact: true })).toHaveCount(2);
      await expectAccessible("results");
      await list.close();
      for (const id of ids) expect(await moneyOf(id)).toMatchObject({ settle: 2 });
    });
  });
}

test("payments are ticked on a phone, and nothing grave has the focus by itself", async ({
  page,
  signIn,
  expectAccessible,
  expectFits,
}) => {
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  const { id } = await pay(shop, { minor: 25_00 });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/payments");
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  await expect(page.locator("tbody tr")).toContainText("Authorised Held");
  await page.getByRole("checkbox", { name: new RegExp(id) }).check();
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await page.getByRole("menuitem", { name: "Cancel payment" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: /^Cancel payment: 1 payment/ })).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Cancel payment: 1 payment/ })).not.toBeFocused();
  await expectAccessible("plan on a phone");
  await expectFits("plan on a phone");
  await page.keyboard.press("Enter");
  expect(await moneyOf(id)).toMatchObject({ settle: 2 });
});

async function fill(customer: Page, number: string) {
  await customer.getByLabel("Kaartnummer").fill(number);
  await customer.getByLabel("Geldig tot").fill("12/30");
  await customer.getByLabel("Beveiligingscode").fill("123");
  await customer.getByRole("button", { name: /25,00/ }).click();
}

test("on a phone the moves, their reasons and the dialogs fit", async ({
  page,
  signIn,
  expectAccessible,
  expectFits,
}) => {
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  await page.setViewportSize({ width: 360, height: 740 });
  const { id } = await pay(shop, { minor: 25_00 });
  const payment = new PaymentPage(page);
  await payment.open(id);
  await expectFits("payment");
  await payment.bar.getByRole("button", { name: "More actions" }).click();
  await expect(payment.dialog.getByText("This payment is held already.")).toBeVisible();
  await expectAccessible("menu of moves");
  await expectFits("menu of moves");
  await page.keyboard.press("Escape");
  for (const title of ["Capture", "Cancel payment", "Change due date", "Mark as shipped"]) {
    await payment.start(title);
    await expectAccessible(title);
    await expectFits(title);
    await page.keyboard.press("Escape");
    await expect(payment.dialog).toHaveCount(0);
  }
});
