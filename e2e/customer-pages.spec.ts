import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { askFor } from "./support/buckaroo";
import { drainWorker } from "./support/world";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

/** What a request carries so that it is told elsewhere than to the website (domain.md 2.6). */
const own = { PushURL: "https://own.invalid/push", PushURLFailure: "https://own.invalid/failed" };

const invite = (shop: Shop) =>
  askFor(shop, {
    service: "payperemail",
    action: "PaymentInvitation",
    values: { CustomerEmail: "eva@example.nl", Amount: "12.50", MerchantSendsEmail: "true" },
    more: { Invoice: "INV-12", ...own },
  });

const draw = async (shop: Shop, values: Readonly<Record<string, string>>) => {
  const asked = await askFor(shop, {
    service: "idealqr",
    action: "Generate",
    values: { Amount: "10.00", PurchaseId: "P-1", Description: "Coffee", ...values },
    more: own,
  });
  const picture = asked.outputs["QrImageUrl"] ?? "";
  return { ...asked, picture, address: picture.replace(/\/picture$/, "") };
};

async function payByCard(page: Page, number: string) {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expires (MM/YY)").fill("12/30");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: "Pay 12.50" }).click();
  await page.waitForURL(/\?/);
}

/** What the page says of the last try; the browser's own announcer is beside it. */
const said = (page: Page) => page.getByRole("main").getByRole("status");

/** The addresses of its payments, each pair once. */
const addressesOf = (shop: Shop) =>
  rowsOf(
    `select distinct push_url as "PushURL", push_url_failure as "PushURLFailure" from payment where merchant_id = $1`,
    [shop.merchantId],
  );

const paymentsOf = (shop: Shop) =>
  rowsOf<{ status: string }>("select status from payment where merchant_id = $1 order by created_at", [
    shop.merchantId,
  ]);

for (const { colorScheme, viewport } of [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const) {
  test.describe(`${colorScheme} at ${viewport.width.toString()} px`, () => {
    test.use({ colorScheme, viewport });
    test("axe finds nothing on what customers see, and nothing scrolls sideways", async ({
      shop,
      expectAccessiblePages,
    }) => {
      const { outputs } = await invite(shop);
      const tips = { AmountIsChangeable: "true", MinAmount: "5.00", MaxAmount: "20.00" };
      await expectAccessiblePages([
        outputs["PayLink"] ?? "",
        (await draw(shop, {})).address,
        (await draw(shop, tips)).address,
        ...[
          "/pay/nonsense",
          "/qr/nonsense",
          "/return/nonsense",
          "/returned?as=noted",
          "/returned?as=cancelled",
        ],
      ]);
    });
  });
}

test("an invitation is declined, then paid once, and says so at once and from then on", async ({
  page,
  shop,
  context,
}) => {
  const { outputs, id } = await invite(shop);
  const link = outputs["PayLink"] ?? "";
  await page.goto(link);
  const other = await context.newPage();
  await other.goto(link);
  await payByCard(page, "4000000000000812");
  await expect(said(page)).toContainText("declined and nothing was taken");
  await payByCard(page, "4111111111111111");
  await expect(said(page)).toContainText("This order is paid");
  await expect(page.getByLabel("Card number")).toHaveCount(0);
  // A tab from before learns what has happened; its card is not charged.
  await payByCard(other, "4111111111111111");
  await expect(said(other)).toContainText("This order is paid");
  expect((await paymentsOf(shop)).map(({ status }) => status)).toEqual(["rejected", "completed"]);
  expect(await addressesOf(shop)).toEqual([own]);
  await drainWorker();
  const stored = await rowsOf("select status_code as code from data_request where id = $1", [id]);
  expect(stored).toEqual([{ code: 190 }]);
  await page.goto(link);
  await expect(said(page)).toContainText("This order is paid");
});

test("a code for one payment is used up by it and by nothing else", async ({ page, shop }) => {
  const { address, picture } = await draw(shop, { IsOneOff: "true" });
  const shown = await page.request.get(picture);
  expect([shown.status(), shown.headers()["content-type"]]).toEqual([200, "image/png"]);
  await page.goto(address);
  await expect(page.getByRole("main")).toContainText("Coffee");
  await page.getByRole("button", { name: /^Pay 10\.00/ }).click();
  await page.waitForURL(/\?tried=/);
  await expect(said(page)).toContainText(/This order is paid|Your bank has the payment/);
  await drainWorker();
  await page.goto(address);
  await expect(page.getByText("There is nothing to pay here any more.")).toBeVisible();
  expect((await page.request.get(picture)).status()).toBe(410);

  const declined = await draw(shop, { IsOneOff: "true", Amount: "6.13" });
  await page.goto(declined.address);
  await page.getByRole("button", { name: /^Pay 6\.13/ }).click();
  await page.waitForURL(/\?tried=/);
  await expect(said(page)).toContainText("declined and nothing was taken");
  await expect(page.getByRole("button", { name: /^Pay 6\.13/ })).toBeVisible();
  expect((await page.request.get(declined.picture)).status()).toBe(200);
  expect(await addressesOf(shop)).toEqual([own]);
});

test("a customer chooses the amount of a code within its limits", async ({ page, shop }) => {
  const limits = { AmountIsChangeable: "true", MinAmount: "5.00", MaxAmount: "20.00" };
  const { address } = await draw(shop, limits);
  await page.goto(address);
  await expect(page.getByText(/Between 5\.00.* and 20\.00/)).toBeVisible();
  await page.getByLabel("Amount in EUR").fill("20.01");
  await page.getByRole("button", { name: "Pay with iDEAL" }).click();
  await page.waitForURL(/\?problem=amount/);
  await expect(said(page)).toContainText("This amount is not possible here.");
  expect(await paymentsOf(shop)).toEqual([]);
  await page.getByLabel("Amount in EUR").fill("7,50");
  await page.getByRole("button", { name: "Pay with iDEAL" }).click();
  await page.waitForURL(/\?tried=/);
  const paid = await rowsOf("select amount_minor::int as minor from payment where merchant_id = $1", [
    shop.merchantId,
  ]);
  expect(paid).toEqual([{ minor: 750 }]);
});

test("the page of a payment says where it is told, and who said so", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const { outputs } = await invite(shop);
  await page.goto(outputs["PayLink"] ?? "");
  await payByCard(page, "4111111111111111");
  await expect(said(page)).toContainText("This order is paid");
  const [payment] = await rowsOf<{ id: string }>("select id from payment where merchant_id = $1", [
    shop.merchantId,
  ]);
  await page.goto(`/payments/${payment?.id ?? ""}`);
  const pushes = page.getByRole("region", { name: "Pushes" });
  await expect(pushes.getByText(own.PushURL)).toBeVisible();
  await expect(pushes.getByText(own.PushURLFailure)).toBeVisible();
  await expect(pushes.getByText("given with the payment")).toHaveCount(2);
  const bare = "update payment set push_url = null, push_url_failure = null where id = $1";
  await rowsOf(bare, [payment?.id ?? ""]);
  await page.reload();
  await expect(pushes.getByText(own.PushURL)).toHaveCount(0);
  await expect(pushes.getByText("given with the payment")).toHaveCount(0);
});

test("a customer back from the bank is told what becomes of it", async ({ page }) => {
  for (const [address, words] of [
    ["/returned?as=noted", "The shop will hear from your bank"],
    ["/returned?as=cancelled", "You have cancelled."],
    ["/returned", "This link is not valid."],
    ["/return/nonsense", "This link is not valid."],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole("main")).toContainText(words);
  }
});

test("a service and an action that every object knows stand in the list as they came", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await askFor(shop, { service: "__proto__", action: "constructor" });
  await askFor(shop, { service: "idealqr", action: "toString" });
  const list = new ListingPage(page);
  await list.open("/data-requests");
  await expect(list.rows).toHaveCount(2);
  await expect(list.rows.last()).toContainText("__proto__");
  await expect(list.rows.last()).toContainText("constructor");
  await list.openRow("__proto__");
  await expect(page.getByRole("region", { name: "Errors" })).toContainText("Service __proto__ is unknown.");
});
