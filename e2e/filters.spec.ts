import { expect, type Locator, type Page } from "@playwright/test";
import { makePayment } from "@/prisma/factories/payment";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";

const ready = (page: Page) => page.waitForSelector("[data-keyboard=ready]", { state: "attached" });

/** The buttons of the bar that can be seen. */
const bar = (page: Page) => page.locator("[data-key=filters] > details > summary");
const opener = (page: Page, name: string) => bar(page).filter({ hasText: name });
const row = (page: Page, name: string) =>
  page.locator("details[name=more-filters] > summary").filter({ hasText: name });

/** How far a box stands out of the screen, sideways and downwards. */
async function outside(page: Page, box: Locator): Promise<number> {
  const found = await box.boundingBox();
  const screen = page.viewportSize();
  if (found === null || screen === null) throw new Error("nothing is drawn");
  const { x, y, width, height } = found;
  return Math.max(0, -x, -y, x + width - screen.width, y + height - screen.height);
}

test("common filters stand in one row; the others behind one button, until they are on", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, { orderReference: "WANTED-1" });
  await makePayment(shop, { orderReference: "OTHER-2" });
  const list = new ListingPage(page);
  await list.open("/payments");
  await ready(page);
  await expect(bar(page)).toHaveText(["Status", "Method", "Website", "Amount", "Created", "More filters"]);
  const tops = await bar(page).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);

  await opener(page, "More filters").click();
  await expectAccessible("more filters");
  await row(page, "Order reference").click();
  await page.getByRole("textbox", { name: "Order reference" }).fill("WANTED-1");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/\/payments\?order=WANTED-1$/);
  await expect(list.rows).toHaveCount(1);
  await expect(list.chips).toHaveCount(1);
  await expect(page.getByText("Order reference is WANTED-1")).toBeVisible();
  await expect(opener(page, "Order reference")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply" })).toHaveCount(0);
  await opener(page, "More filters").click();
  await expect(row(page, "Order reference")).toHaveCount(0);
  await expect(page.locator("input[name=order]")).toHaveCount(1);
});

test("Esc closes the panel and gives the focus back to its button", async ({ page, owner }) => {
  expect(owner.email).toContain("@");
  await new ListingPage(page).open("/payments");
  await ready(page);
  await opener(page, "More filters").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(row(page, "Settle status")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(row(page, "Settle status")).toBeHidden();
  await expect(opener(page, "More filters")).toBeFocused();
});

for (const width of [1280, 700]) {
  test(`no panel leaves a screen of ${width.toString()} px`, async ({ page, owner }) => {
    expect(owner.email).toContain("@");
    await page.setViewportSize({ width, height: 800 });
    await new ListingPage(page).open("/payments?order=A&settle=2&due=today");
    await ready(page);
    for (const one of await bar(page).all()) {
      await one.click();
      const box = one.locator("xpath=following-sibling::div");
      await expect(box).toBeVisible();
      expect(await outside(page, box), await one.innerText()).toBe(0);
    }
  });
}

test("on a phone all filters stand behind one button that counts them", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makePayment(shop, { orderReference: "PHONE-1", method: "card" });
  await page.setViewportSize({ width: 360, height: 740 });
  const list = new ListingPage(page);
  await list.open("/payments?order=PHONE-1");
  await ready(page);
  await expect(opener(page, "Status")).toBeHidden();
  const button = page.getByRole("button", { name: "Filters" });
  await expect(button).toHaveText("Filters1");
  await button.click();
  const drawer = page.getByRole("group", { name: "Filters" });
  expect(await outside(page, drawer)).toBe(0);
  await opener(page, "Method").click();
  await expectAccessible("drawer of filters");
  await page.getByRole("checkbox", { name: "Card" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/\/payments\?method=card&order=PHONE-1$/);
  await expect(drawer).toBeHidden();
  await expect(button).toHaveText("Filters2");
  await expect(list.rows).toHaveCount(1);

  await button.click();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(button).toBeFocused();
});

for (const width of [1280, 360]) {
  test.describe(`without script at ${width.toString()} px`, () => {
    test.use({ javaScriptEnabled: false, viewport: { width, height: 740 } });

    test("a rare filter can be set", async ({ page, shop, owner }) => {
      expect(owner.email).toContain("@");
      await makePayment(shop, { orderReference: "PLAIN-1" });
      await makePayment(shop, { orderReference: "OTHER-2" });
      const list = new ListingPage(page);
      await list.open("/payments");
      if (width === 360) await page.getByRole("button", { name: "Filters" }).click();
      await opener(page, "More filters").click();
      await row(page, "Order reference").click();
      await page.getByRole("textbox", { name: "Order reference" }).fill("PLAIN-1");
      await page.getByRole("button", { name: "Apply" }).click();
      await page.waitForURL(/order=PLAIN-1/);
      await expect(list.rows).toHaveCount(1);
    });
  });
}
