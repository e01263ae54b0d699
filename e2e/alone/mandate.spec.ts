import { expect, type Page } from "@playwright/test";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { test } from "@/e2e/fixtures";
import { askFor } from "@/e2e/support/buckaroo";
import { moveClock, resetClock } from "@/e2e/support/clock";
import { ListingPage } from "@/e2e/pages/listing-page";
import { baseUrl, drainWorker, received, receiverMode } from "@/e2e/support/world";

const minuteMs = 60_000;

test.describe.configure({ timeout: 120_000 });
test.afterEach(resetClock);

const askMandate = (shop: Shop, mandateId: string) =>
  askFor(shop, {
    service: "emandate",
    action: "CreateMandate",
    values: {
      DebtorBankId: "ABNANL2A",
      DebtorReference: "klant-77",
      SequenceType: "1",
      MandateId: mandateId,
      EMandateReason: "Contributie",
    },
    more: { Invoice: "INV-2026-11", ReturnURL: `${baseUrl()}/sign-in` },
  });

const steps = (page: Page) => page.getByRole("region", { name: "Status history" }).getByRole("listitem");

/** What a customer does in another browser. */
async function atTheBank(page: Page, address: string, button: "Accept" | "Refuse" | "Cancel") {
  const elsewhere = await page.context().browser()?.newContext();
  if (elsewhere === undefined) throw new Error("there is no browser");
  const bank = await elsewhere.newPage();
  await bank.goto(address);
  await bank.getByRole("button", { name: button }).click();
  await bank.waitForURL(`${baseUrl()}/**`);
  await elsewhere.close();
}

test("a mandate is asked for, signed at the bank, and told on the open page at once", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  const listening = page.waitForResponse(/api\/live\/data-requests/);
  await page.goto("/data-requests");
  await listening;
  const { id, Key, Status, RequiredAction } = await askMandate(shop, "M-0001");
  expect(Status.Code.Code).toBe(790);
  await page.getByRole("link", { name: "1 new" }).click();
  const row = page.locator("tbody tr");
  await expect(row).toContainText("Pending input");

  await page.goto(`/data-requests/${id}`);
  await expect(steps(page)).toHaveCount(1);
  await expect(page.getByText("The customer continues at the bank")).toBeVisible();
  await atTheBank(page, RequiredAction.RedirectURL, "Accept");
  await expect(steps(page)).toHaveCount(3);
  for (const [place, code] of ["190 Success", "791 Pending processing", "790 Pending input"].entries())
    await expect(steps(page).nth(place)).toContainText(code);
  const output = page.getByRole("region", { name: "Output parameters" });
  await expect(output).toContainText("M-0001");
  await expect(page.getByText("The customer continues at the bank")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Cancel request" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("It has ended: nothing can change it any more.")).toBeVisible();
  const picture = page.getByRole("region", { name: "Where this data request stands" });
  await expect(picture.locator("[data-here]")).toHaveAttribute("data-status", "190");
  await expect(picture.locator(".flow-edge.flow-taken")).toHaveCount(2);

  // The shop has taken the push of every code.
  await drainWorker();
  const pushes = page.getByRole("region", { name: "Pushes" });
  await expect(pushes.getByText("Delivered")).toHaveCount(3);
  await expect(page.getByText("Truth:")).toHaveCount(0);
  await expectAccessible("a signed mandate");

  const tabs = page.getByRole("navigation", { name: "Parts of this data request" });
  await tabs.getByRole("link", { name: "Log" }).click();
  await page.waitForURL(`**/data-requests/${id}/log`);
  const log = page.getByRole("region", { name: "Log" }).getByRole("listitem");
  for (const words of ["Success", "Pending processing", "Pending input", "Push: Accepted"])
    await expect(log.filter({ hasText: words }).first()).toBeVisible();
  await expectAccessible("the log");

  await tabs.getByRole("link", { name: "Messages" }).click();
  await page.waitForURL(`**/data-requests/${id}/messages`);
  const main = page.getByRole("main");
  for (const words of ["/json/DataRequest", "/mandates", "/pushes/"])
    await expect(main.getByText(words).first()).toBeVisible();
  await expectAccessible("the messages");

  await tabs.getByRole("link", { name: "Gateway requests" }).click();
  await page.waitForURL(`**/data-requests/${id}/gateway-requests`);
  await expect(main.getByText("/mandates").first()).toBeVisible();
  await expect(main.getByText("/pushes/")).toHaveCount(0);
  await main.getByText("/mandates").first().click();
  await expect(main.getByText("Contributie").first()).toBeVisible();
  await expectAccessible("the gateway requests");

  await page.goto(`/data-requests?q=${Key}`);
  await expect(row).toContainText("Success");
});

/** The same over HTTP, for many. */
async function acceptAtTheBank(address: string) {
  const reference = new URL(address).pathname.split("/").at(-1) ?? "";
  const body = new URLSearchParams({ answer: "accept", bank: "ABNANL2A" });
  const pressed = await fetch(new URL(`/answers/${reference}`, address), {
    method: "POST",
    redirect: "manual",
    body,
  });
  expect(pressed.status).toBe(303);
}

const signed = (shop: Shop) =>
  rowsOf<{ id: string; key: string; newest: string }>(
    "select id, key, newest_push_id as newest from data_request where merchant_id = $1 and status_code = 190",
    [shop.merchantId],
  );

test("a shop that fails while 25 mandates are signed gets the newest of each, once, by a bulk push", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await receiverMode(shop, { mode: "fail", status: 503 });
  for (let asked = 0; asked < 25; asked += 5) {
    const five = Array.from({ length: 5 }, (_, place) => askMandate(shop, `M-${(asked + place).toString()}`));
    for (const { RequiredAction } of await Promise.all(five))
      await acceptAtTheBank(RequiredAction.RedirectURL);
  }
  await expect.poll(async () => (await signed(shop)).length, { timeout: 60_000 }).toBe(25);
  await drainWorker();

  const [first] = await signed(shop);
  await page.goto(`/data-requests/${first?.id ?? ""}`);
  await expect(page.getByRole("region", { name: "Pushes" })).toContainText("503");
  await expect(page.getByText("Truth:").first()).toBeVisible();

  await receiverMode(shop, { mode: "ok" });
  await page.goto("/data-requests?receiver=behind");
  const list = new ListingPage(page);
  await page.getByRole("button", { name: "Bulk push all" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("25 pushes will be sent");
  await dialog.getByRole("button", { name: "Send 25 pushes" }).click();
  await page.waitForURL(/\/bulk-pushes\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Done", { timeout: 60_000 });
  await expect(page.getByRole("navigation", { name: "Results" })).toContainText("Accepted 25");
  for (const { key, newest } of await signed(shop)) {
    const taken = (await received(key)).filter(({ answered }) => answered === 200);
    expect(taken.filter(({ messageId }) => messageId === newest)).toHaveLength(1);
  }
  await page.goto("/data-requests?receiver=behind");
  await expect(list.rows).toHaveCount(0);
});

test("the customer cancels, or refuses", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  for (const [button, end] of [
    ["Cancel", "890 Cancelled by consumer"],
    ["Refuse", "690 Rejected"],
  ] as const) {
    const { id, RequiredAction } = await askMandate(shop, `M-${button}`);
    await page.goto(`/data-requests/${id}`);
    await atTheBank(page, RequiredAction.RedirectURL, button);
    await expect(steps(page).first()).toContainText(end);
  }
});

test("the merchant cancels a request, and the bank lets nobody sign it any more", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  const { id, RequiredAction } = await askMandate(shop, "M-0002");
  await page.goto(`/data-requests/${id}`);
  await page.getByRole("button", { name: "Cancel request" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("It becomes Cancelled by merchant (891) and the shop is told.");
  await expectAccessible("the question before it is cancelled");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(steps(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Cancel request" }).click();
  await dialog.getByRole("button", { name: "Cancel request" }).click();
  await expect(page.getByText("Cancelled. The shop is being told.")).toBeVisible();
  await expect(steps(page).first()).toContainText("891 Cancelled by merchant");
  await expect(page.getByRole("button", { name: "Cancel request" })).toHaveAttribute("aria-disabled", "true");
  await page.goto(RequiredAction.RedirectURL);
  await expect(page.getByRole("button", { name: "Accept" })).toHaveCount(0);
});

test("a mandate that nobody signs ends by itself after its time", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const { id } = await askMandate(shop, "M-0003");
  await page.goto(`/data-requests/${id}`);
  await expect(steps(page)).toHaveCount(1);
  await moveClock(32 * minuteMs);
  await drainWorker();
  await expect(steps(page).first()).toContainText("490 Failed");
});
