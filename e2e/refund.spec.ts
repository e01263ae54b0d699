import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { drainWorker, pay, received, receiverMode } from "./support/world";
import { rowsOf } from "@/prisma/factories/shop";

test("two tabs press the same button: one refund, and both are told the truth", async ({
  page,
  context,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 100_00 });
  await drainWorker();
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`/payments/${payment.id}`);
    await tab.getByRole("button", { name: "Refund", exact: true }).click();
    await tab.getByRole("dialog").getByLabel("Amount").fill("25.00");
  }
  await Promise.all(
    [page, other].map((tab) =>
      tab
        .getByRole("dialog")
        .getByRole("button", { name: /^Refund 25/ })
        .dblclick(),
    ),
  );
  await expect(
    page.getByRole("dialog").getByRole("status").or(page.getByRole("dialog").getByText("another refund")),
  ).toBeVisible();
  await expect(
    other.getByRole("dialog").getByRole("status").or(other.getByRole("dialog").getByText("another refund")),
  ).toBeVisible();
  expect(await rowsOf("select from refund where payment_id = $1", [payment.id])).toHaveLength(1);
});

test("several part refunds with a live rest: too much is refused with the reason, the exact rest works, then it is closed", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 100_00 });
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  const dialog = page.getByRole("dialog");
  const open = page.getByRole("button", { name: "Refund", exact: true });
  for (const [amount, left] of [
    ["30.00", "70.00"],
    ["20.00", "50.00"],
  ] as const) {
    await open.click();
    await dialog.getByLabel("Amount").fill(amount);
    await dialog.getByRole("button", { name: `Refund ${amount}` }).click();
    await expect(dialog.getByRole("status")).toContainText(amount);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await drainWorker();
    await page.reload();
    await open.click();
    await expect(dialog.getByLabel("Amount")).toHaveValue(left);
    await page.keyboard.press("Escape");
  }
  await open.click();
  await dialog.getByLabel("Amount").fill("50.01");
  await expect(dialog.getByText("That is more than")).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Refund/ })).toBeDisabled();
  await expectAccessible("refund dialog with a problem");
  await dialog.getByLabel("Amount").fill("50.00");
  await dialog.getByRole("button", { name: "Refund 50.00" }).click();
  await expect(dialog.getByRole("status")).toContainText("50.00");
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  await expect(page.getByText("Everything has been refunded or is on its way.").first()).toBeVisible();
  await expectAccessible("payment, all refunded");
});

test("a lost answer shows unknown, then done, once (U6)", async ({ page, shop, owner, expectAccessible }) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 200_00 });
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("77.05");
  await dialog.getByRole("button", { name: "Refund 77.05" }).click();
  await expect(dialog.getByRole("status")).toContainText("77.05");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const refunds = page.getByRole("region", { name: "Refunds" });
  await expect(refunds).toContainText("We do not know yet");
  await expectAccessible("payment with an unknown refund");
  await expect(refunds).toContainText("Done", { timeout: 30_000 });
  const [row] = await rowsOf<{ refunded: number; reserved: number }>(
    "select refunded_minor::int as refunded, reserved_minor::int as reserved from payment where id = $1",
    [payment.id],
  );
  expect(row).toEqual({ refunded: 77_05, reserved: 0 });
});

test("a failing receiver: each attempt can be read, the next try is told, and sending again adds one", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await receiverMode(shop, { mode: "fail", status: 503 });
  const payment = await pay(shop);
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  const pushes = page.getByRole("region", { name: "Pushes" });
  await expect(pushes).toContainText("503");
  await expect(pushes).toContainText("1 of 15");
  await expectAccessible("payment with failing pushes");
  await receiverMode(shop, { mode: "ok" });
  await pushes.getByRole("button", { name: "Send again" }).first().click();
  await expect(pushes).toContainText("Delivered");
  const ids = (await received(payment.id)).map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBeLessThan(ids.length);
});
