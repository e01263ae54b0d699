import { expect } from "@playwright/test";
import { rowsOf } from "@/prisma/factories/shop";
import { test } from "@/e2e/fixtures";
import { drainWorker, pay } from "@/e2e/support/world";

test("the acquirer is killed after booking and before answering: the refund shows unknown, then done, once", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { minor: 200_00 });
  await drainWorker();
  await page.goto(`/payments/${payment.id}`);
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("77.06");
  await dialog.getByRole("button", { name: "Refund 77.06" }).click();
  await expect(dialog.getByRole("status")).toContainText("77.06");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const refunds = page.getByRole("region", { name: "Refunds" });
  await expect(refunds).toContainText("We do not know yet");
  await expect(refunds).toContainText("Done", { timeout: 40_000 });

  const [row] = await rowsOf<{ refunded: number; reserved: number }>(
    "select refunded_minor::int as refunded, reserved_minor::int as reserved from payment where id = $1",
    [payment.id],
  );
  expect(row).toEqual({ refunded: 77_06, reserved: 0 });
  const [refund] = await rowsOf<{ id: string }>("select id from refund where payment_id = $1", [payment.id]);
  const ledger = await fetch(`${process.env["GATEWAY_URL"] ?? ""}/ledger`);
  const { bookings } = (await ledger.json()) as { bookings: readonly { operationId: string }[] };
  expect(bookings.filter(({ operationId }) => operationId === refund?.id)).toHaveLength(1);
});
