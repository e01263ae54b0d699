import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { drainWorker, pay } from "./support/world";

const systems = ["Trust Payments", "Buckaroo", "Computop", "Flatpay", "Paynow"];

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("all statuses stand beside the words of the five systems", async ({
      page,
      owner,
      expectAccessible,
      expectFits,
    }) => {
      expect(owner.email).toContain("@");
      await page.goto("/help/statuses#payment-completed");
      const table = page.getByRole("table", { name: /^Payment/ });
      for (const system of systems)
        await expect(table.getByRole("columnheader", { name: system })).toBeVisible();
      const row = table.getByRole("row", { name: /^Completed/ });
      for (const word of ["100 settled", "190 Geslaagd", "CAPTURED", "Suoritettu", "PRZYJĘTA (CONFIRMED)"])
        await expect(row).toContainText(word);
      await expect(page.getByRole("img", { name: /^Picture of all moves/ })).toHaveCount(5);
      await page.getByText("Every move in words").first().click();
      await expect(page.getByText("refused: becomes “Rejected”.").first()).toBeVisible();
      await expectAccessible("the statuses");
      await expectFits("the statuses");
    });
  });
}

test("the help is found from the account menu and from a payment", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop);
  await drainWorker();
  await page.goto("/home");
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "What the statuses mean" }).click();
  await page.waitForURL("**/help/statuses");

  await page.goto(`/payments/${payment.id}`);
  const part = page.getByRole("region", { name: "Where this payment stands" });
  await expect(part.locator("[data-here]")).toHaveAttribute("data-status", "completed");
  await expect(part.locator(".flow-edge.flow-taken")).toHaveCount(2);
  const picture = part.getByRole("group", { name: /^Picture of all moves/ });
  const hidden = () => picture.evaluate((frame) => frame.scrollWidth - frame.clientWidth);
  expect(await hidden()).toBe(0);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  expect(await hidden()).toBeGreaterThan(100);
  await picture.scrollIntoViewIfNeeded();
  await expect(picture.getByText("You are here")).toBeInViewport({ ratio: 0.99 });
  await picture.focus();
  await expect(picture.locator("..")).toHaveAttribute("data-before", "");
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowLeft");
  await expect(picture.locator("..")).not.toHaveAttribute("data-before");
  await expect(picture.locator("..")).toHaveAttribute("data-after", "");
  await part.getByRole("link", { name: "What the statuses mean" }).click();
  await page.waitForURL("**/help/statuses#payment-completed");
});
