import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { mailsTo } from "./support/mails";
import { pay, drainWorker } from "./support/world";
import { queueConfirmation } from "@/prisma/factories/confirmation";
import { makeBounce, makeCommunication, makeReport, makeSuppression } from "@/prisma/factories/bounce";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const appearsWithinSeconds = 5;
/** So many times slower than usual a machine may be. */
const slowestMachine = 3;

/** From the arrival of the report until its bounce was in the list, by the portal's own clock. */
async function secondsToRead(shop: Shop): Promise<number> {
  const [report] = await rowsOf<{ seconds: number }>(
    `select extract(epoch from read_at - received_at)::float as seconds
     from inbound_report where merchant_id = $1 and verdict = 'bounce'`,
    [shop.merchantId],
  );
  return report?.seconds ?? Infinity;
}

test("a confirmation to an unknown user is corrected and sent again, and the payment tells all of it", async ({
  page,
  shop,
  owner,
}) => {
  test.setTimeout(240_000);
  expect(owner.email).toContain("@");
  const payment = await pay(shop);
  await drainWorker();
  const address = `late-nosuch.${crypto.randomUUID().slice(0, 8)}@bounce.example`;
  const listening = page.waitForResponse(/api\/live\/email-bounces/);
  await page.goto("/email-bounces");
  await listening;
  await queueConfirmation(shop, payment.id, address);

  const fresh = page.getByRole("link", { name: "1 new" });
  await expect(fresh).toBeVisible({ timeout: 120_000 });
  expect(await secondsToRead(shop)).toBeLessThan(appearsWithinSeconds * slowestMachine);
  await fresh.click();
  await expect(page.locator("tbody tr")).toContainText(address);
  await expect(page.getByRole("navigation", { name: "Bounces by class" })).toContainText("Unknown user");

  const corrected = `customer.${crypto.randomUUID().slice(0, 8)}@shop.example`;
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("suppressed");
  await expect(dialog.getByRole("checkbox")).not.toBeChecked();
  await dialog.getByRole("textbox", { name: "Address" }).fill(corrected);
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(dialog).toContainText(`on its way to ${corrected}`);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.locator("tbody tr")).toContainText(`to ${corrected}`);
  await expect.poll(async () => (await mailsTo(corrected)).length, { timeout: 90_000 }).toBe(1);

  await page.getByRole("link", { name: "Show transaction" }).click();
  await page.waitForURL(new RegExp(`/payments/${payment.id}`));
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("Bounce: Unknown user");
  await expect(timeline).toContainText("Payment confirmation: sent again");
  await expect(timeline).toContainText(corrected);
});

/** One of each, as they stand after their lives. */
async function makeAll(shop: Shop) {
  const payment = await pay(shop);
  await drainWorker();
  const about = { paymentId: payment.id, addressee: "jan.jansen@gmial.com" };
  const communicationId = await makeCommunication(shop, { ...about, state: "bounced" });
  const bounceId = await makeBounce(shop, { ...about, communicationId, bouncedAt: new Date().toISOString() });
  await makeBounce(shop, { class: "mailbox_full", reason: "552 5.2.2 ".padEnd(300, "mailbox full ") });
  await makeBounce(shop, { kind: "CREDIT_MANAGEMENT", channel: "sms", addressee: "+31612345678" });
  await makeSuppression(shop, { address: "ann@shop.example" });
  await makeSuppression(shop, { address: "complained@shop.example", cause: "complaint" });
  const reportId = await makeReport(shop, { communicationId, verdict: "unreadable" });
  return [
    "/email-bounces",
    "/credit-management-bounces",
    "/bounces/workbench",
    "/bounces/workbench?domain=gmial.com",
    `/bounces/${bounceId}`,
    "/emails",
    `/emails/${communicationId}`,
    "/suppressions",
    "/reports",
    `/reports/${reportId}`,
    `/payments/${payment.id}`,
  ];
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("axe finds nothing on bounces and messages, and nothing scrolls sideways", async ({
      shop,
      owner,
      expectAccessiblePages,
    }) => {
      test.setTimeout(180_000);
      expect(owner.email).toContain("@");
      await expectAccessiblePages(["/email-bounces", "/bounces/workbench", ...(await makeAll(shop))]);
    });
  });
}

test("a message whose answer was lost is sent once more, and the old one says when, by whom and whereto", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop);
  await drainWorker();
  const addressee = `customer.${crypto.randomUUID().slice(0, 8)}@shop.example`;
  const lost = await makeCommunication(shop, { state: "unknown", addressee, paymentId: payment.id });
  await page.goto(`/emails/${lost}`);
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("the receiver gets it twice");
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(dialog).toContainText(`on its way to ${addressee}`);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const resends = page.getByRole("region", { name: "Sent again" });
  await expect(resends).toContainText(addressee);
  await expect(resends).toContainText("Eva");
  await expect(page.getByRole("button", { name: "Send again" })).toHaveAttribute("aria-disabled", "true");
  await expect.poll(async () => (await mailsTo(addressee)).length, { timeout: 90_000 }).toBe(1);
});

test("one misspelled domain is corrected as a whole, and a complaint is never written to", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makeAll(shop);
  const addressee = "piet@gmial.com";
  const communicationId = await makeCommunication(shop, { state: "bounced", addressee });
  await makeBounce(shop, { communicationId, addressee, bouncedAt: new Date().toISOString() });
  await page.goto("/bounces/workbench");
  await page.getByRole("link", { name: /gmial\.com, probably gmail\.com/ }).click();
  await expect(page.getByText("2 bounces at one misspelled domain, probably gmail.com")).toBeVisible();
  await page.getByRole("button", { name: "Correct all and send" }).click();
  await expect(page.getByText("On its way")).toHaveCount(2);
  const resent = await rowsOf<{ to: string }>(
    "select resent_to as to from bounce where merchant_id = $1 and resent_to is not null order by 1",
    [shop.merchantId],
  );
  expect(resent.map(({ to }) => to)).toEqual(["jan.jansen@gmail.com", "piet@gmail.com"]);

  await page.goto("/suppressions");
  const complained = page.getByRole("row", { name: /complained@shop\.example/ });
  await expect(complained.getByRole("button", { name: /Lift/ })).toHaveAttribute("aria-disabled", "true");
  await page
    .getByRole("row", { name: /ann@shop\.example/ })
    .getByRole("button", { name: /Lift/ })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The customer has a new mailbox");
  await dialog.getByRole("button", { name: "Lift" }).click();
  await expect(dialog).toContainText("Lifted");
});
