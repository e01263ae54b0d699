import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { mailsTo } from "./support/mails";
import { drainWorker, pay } from "./support/world";

test("a shop turns mails to customers on, sees them beforehand, and its customer gets one", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await page.goto("/settings/websites");
  await page.getByRole("link", { name: `E-mails to customers of ${shop.name}` }).click();
  await page.waitForURL(`**/settings/websites/${shop.websiteId}/mails`);

  const early = `early-${shop.websiteId}@customer.example`;
  await pay(shop, { email: early });
  await drainWorker();
  await page.getByLabel("Write to customers").check();
  await page.getByLabel("Answers go to").fill("nobody");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter one e-mail address")).toBeVisible();
  await expect(page.getByLabel("Answers go to")).toHaveValue("nobody");
  await page.getByLabel("Answers go to").fill("help@shop.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Write to customers")).toBeChecked();
  await expect(page.getByLabel("Answers go to")).toHaveValue("help@shop.example");

  await page.getByLabel("Message").selectOption("Invoice reminder");
  await page.getByLabel("Language").selectOption("Suomi");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL("**/mails?kind=invoice_reminder&language=fi");
  await expect(page.getByText(`${shop.name}: muistutus laskusta F-2026-0193`)).toBeVisible();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("link", { name: "Maksa lasku" })).toBeVisible();
  await expectAccessible("mail settings");

  const to = `${shop.websiteId}@customer.example`;
  await pay(shop, { email: to });
  await drainWorker();
  await expect.poll(async () => (await mailsTo(to)).length, { timeout: 60_000 }).toBe(1);
  const [mail] = await mailsTo(to);
  expect(mail?.subject).toContain(`${shop.name}: otrzymano płatność`);
  expect(await mailsTo(early)).toEqual([]);
});
