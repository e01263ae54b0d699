import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { drainWorker, pay, received } from "./support/world";
import { makePerson } from "@/prisma/factories/person";

test("a merchant signs in, finds the newest payment, refunds a part, sees the push arrive and takes the file home", async ({
  page,
  shop,
}) => {
  const eva = await makePerson({ [shop.merchantId]: "owner" });
  await pay(shop, { email: "jan.older@example.nl", orderReference: "A-100" });
  const newest = await pay(shop, { email: "anna.nowak@example.pl", orderReference: "A-101", minor: 100_00 });
  await drainWorker();

  await page.goto("/");
  await page.getByLabel("E-mail address").fill(eva.email);
  await page.getByLabel("Password").fill(eva.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page
    .getByRole("navigation", { name: "Main navigation" })
    .getByRole("link", { name: "Payments" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Payments" })).toBeVisible();

  const list = new ListingPage(page);
  await expect(list.rows.first()).toContainText("anna.nowak@example.pl");
  await list.find("nowak");
  await expect(list.rows).toHaveCount(1);
  await list.openRow("anna.nowak@example.pl");
  await page.waitForURL(`**/payments/${newest.id}`);

  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("30.00");
  await dialog.getByRole("button", { name: "Refund 30.00" }).click();
  await expect(dialog.getByRole("status")).toContainText("30.00");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("region", { name: "Refunds" })).toContainText("Done");

  await expect
    .poll(async () =>
      (await received(newest.id)).map(({ body }) => (JSON.parse(body) as { type: string }).type),
    )
    .toContain("refund.done");
  for (const notice of await received(newest.id)) expect(notice.verified).toBe(true);
  await expect(page.getByRole("region", { name: /Push/ })).toContainText("refund.done");

  await list.open("/payments?q=nowak");
  await expect(list.rows.first()).toContainText("−30.00");
  await page.getByRole("button", { name: "Export CSV" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /Plain/ }).click(),
  ]);
  const file = await readFile(await download.path(), "utf8");
  const [head, line, ...rest] = file.trimEnd().split("\r\n");
  expect(head).toContain("customer_email");
  expect(line).toContain("anna.nowak@example.pl");
  expect(line).toContain("-30.00,EUR");
  expect(rest).toEqual([]);
});
