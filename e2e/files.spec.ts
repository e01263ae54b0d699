import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { drainWorker, openShop, pay } from "./support/world";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

type Row = { readonly minor: string; readonly transId: string; readonly payId: string };

const fileOf = (mid: string, rows: readonly Row[], sum: number) =>
  [
    `HEAD,${mid},20261122,1.4`,
    ...rows.map(({ minor, transId, payId }) => `CC,Capture,${minor},EUR,${transId},1,${payId}`),
    `FOOT,${rows.length.toString()},${sum.toString()}`,
    "",
  ].join("\r\n");

/** What a website's server calls with is made on the settings page, and shown once. */
async function getMerchantId(page: Page): Promise<string> {
  await page.goto("/settings/websites");
  await page.getByRole("button", { name: /Make a MerchantID/ }).click();
  const shown = page.getByRole("main");
  await expect(shown).toContainText(/cf_[0-9A-F]{10}/);
  return /cf_[0-9A-F]{10}/.exec(await shown.innerText())?.[0] ?? "";
}

async function handIn(page: Page, text: string) {
  await page.goto("/files");
  const form = page.getByRole("region", { name: "Hand in a capture file" });
  await form
    .getByLabel("File")
    .setInputFiles({ name: "captures.dat", mimeType: "text/plain", buffer: Buffer.from(text) });
  await form.getByRole("button", { name: "Check" }).click();
  return form.getByRole("status");
}

/** Of the payment's reservation. */
async function payIdOf(shop: Shop, paymentId: string): Promise<string> {
  const [row] = await rowsOf<{ payId: string }>(
    `select replace(id::text, '-', '') as "payId" from operation
     where merchant_id = $1 and payment_id = $2 and kind = 'authorise'`,
    [shop.merchantId, paymentId],
  );
  return row?.payId ?? "";
}

test("a capture file is checked, booked after it was confirmed, answered row by row, and booked once", async ({
  page,
  signIn,
  expectAccessible,
  expectFits,
}) => {
  test.setTimeout(120_000);
  const shop = await openShop({ captureMode: "manual" });
  await signIn([shop]);
  const payment = await pay(shop, { minor: 80_00, orderReference: "FILE-1" });
  const row = { transId: "FILE-1", payId: await payIdOf(shop, payment.id) };
  const mid = await getMerchantId(page);

  const wrong = await handIn(page, fileOf(mid, [{ ...row, minor: "12x" }], 1_200));
  await expect(wrong).toContainText("was not stored");
  await expect(wrong).toContainText("Line 2, Amount");

  const stranger = { minor: "500", transId: "FILE-2", payId: "0".repeat(32) };
  const right = fileOf(mid, [{ ...row, minor: "8000" }, stranger], 8_500);
  const checked = await handIn(page, right);
  await expect(checked).toContainText("2 rows");
  await checked.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("Nothing is booked before somebody confirms it");
  await expectAccessible("a file that waits");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Book", exact: true }).click();
  await drainWorker();
  await expect(page.getByRole("main")).toContainText("2 of 2 rows answered, 1 failed", { timeout: 60_000 });
  await expectFits("a file that was booked");
  const [{ captured } = { captured: 0 }] = await rowsOf<{ captured: number }>(
    "select captured_minor::int as captured from payment where id = $1",
    [payment.id],
  );
  expect(captured).toBe(80_00);

  await page.getByRole("link", { name: "Result file" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/^P\d{8}/);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  const result = await readFile(await (await waiting).path(), "utf8");
  expect(result).toContain("OK,00000000");
  expect(result).toContain("FAILED,20120010");

  await expect(await handIn(page, right)).toContainText("handed in before");
});
