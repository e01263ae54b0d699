import { expect } from "@playwright/test";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { test } from "@/e2e/fixtures";
import { moveClock, resetClock } from "@/e2e/support/clock";
import { baseUrl, drainWorker, openShop, pay } from "@/e2e/support/world";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test.afterEach(resetClock);

async function subscribe(shop: Shop, paymentId: string): Promise<string> {
  const answer = await fetch(`${baseUrl()}/api/v1/subscriptions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify({
      paymentId,
      amount: { minor: 12_34, currency: "EUR" },
      unit: "MONTH",
      frequency: 1,
      finalNumber: 6,
    }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const numbersOf = async (id: string) =>
  (
    await rowsOf<{ number: number }>(
      `select subscription_number as number from payment
       where subscription_id = $1 and account_type = 'RECUR' and status in ('authorised', 'completed')
       order by subscription_number`,
      [id],
    )
  ).map(({ number }) => number);

async function pass(ms: number) {
  await moveClock(ms);
  await drainWorker();
}

test("a plan waits for its first payment, is charged month by month, pauses, catches up and stops", async ({
  page,
  signIn,
  expectAccessible,
}) => {
  test.setTimeout(180_000);
  const shop = await openShop({ captureMode: "scheduled" });
  await signIn([shop]);
  const first = await pay(shop, { minor: 12_34, email: "eva@example.nl" });
  const id = await subscribe(shop, first.id);
  await page.goto("/subscriptions");
  const row = page.getByRole("row").filter({ hasText: "eva@example.nl" });
  await expect(row).toContainText("Pending");
  await expect(row).toContainText("1/6");
  await expectAccessible("list of subscriptions");
  await page.goto(`/subscriptions/${id}`);
  await expect(page.getByText("Becomes active as soon as the first payment has settled.")).toBeVisible();

  // The settlement run of the day, the acquirer's word, and the next hour of the engine.
  await pass(dayMs);
  await expect
    .poll(async () => {
      await pass(hourMs);
      return (await rowsOf<{ status: string }>("select status from subscription where id = $1", [id]))[0]
        ?.status;
    })
    .toBe("active");
  expect(await numbersOf(id)).toEqual([]);

  await pass(62 * dayMs);
  await expect.poll(() => numbersOf(id)).toEqual([2, 3]);
  await page.reload();
  const payments = page.getByRole("region", { name: "Payments" });
  await expect(payments.getByRole("listitem")).toHaveCount(3);
  await expect(page.getByText("Payment 3 of 6", { exact: true })).toBeVisible();
  await expectAccessible("an active subscription");

  // By keyboard.
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Pause" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("No payment is made from now on.");
  await expect(dialog).toContainText("The next one would have been 12.34 EUR on");
  await expectAccessible("the dialog that pauses");
  await dialog.getByRole("button", { name: "Pause" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("status")).toContainText("The subscription is paused.");
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await pass(31 * dayMs);
  expect(await numbersOf(id)).toEqual([2, 3]);
  await page.reload();
  await expect(page.getByText("1 payment has fallen due since. Resuming makes it: 12.34 EUR.")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(dialog).toContainText("1 payment is made at once, because its day is over: 12.34 EUR.");
  await dialog.getByRole("button", { name: "Resume" }).click();
  await expect(dialog.getByRole("status")).toContainText("The subscription is active.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await drainWorker();
  await expect.poll(() => numbersOf(id)).toEqual([2, 3, 4]);
  await expect(payments.getByRole("listitem")).toHaveCount(4);

  await page.getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Amount").fill("15.00");
  await dialog.getByLabel("Final number").fill("3");
  await expect(dialog.getByText("A whole number from 4 to 9999")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save the change" })).toBeDisabled();
  await expectAccessible("the form with a problem");
  await dialog.getByLabel("Final number").fill("5");
  await expect(dialog.getByRole("status")).toContainText(/15\.00\sEUR on .* is the last payment\./);
  await dialog.getByRole("button", { name: "Save the change" }).click();
  await expect(dialog.getByRole("status")).toContainText("The plan was changed.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("region", { name: "History" })).toContainText("Final number: 6 → 5");

  await page.getByRole("button", { name: "Stop" }).click();
  await expect(dialog).toContainText(/1 planned payment of 15\.00\sEUR will not be made\./);
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog.getByRole("status")).toContainText("stopped for good");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("button", { name: "Change" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("Stopped for good: nothing more is charged")).toBeVisible();
  await pass(62 * dayMs);
  expect(await numbersOf(id)).toEqual([2, 3, 4]);
  await expectAccessible("a stopped subscription");
});
