import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { drainWorker, pay } from "./support/world";
import { makeChain } from "@/prisma/factories/chain";
import { makeHandedFile, makeRenewalFailure } from "@/prisma/factories/handed-file";
import { rowsOf } from "@/prisma/factories/shop";

const pages = [
  "/payments",
  "/exports",
  "/settings/websites",
  "/settings/people",
  "/settings/profile",
  "/settings/sessions",
];
const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];

for (const viewport of sizes) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("axe finds nothing on any page, and nothing scrolls sideways", async ({
      shop,
      owner,
      expectAccessiblePages,
    }) => {
      expect(owner.email).toContain("@");
      const payment = await pay(shop);
      await drainWorker();
      await expectAccessiblePages([...pages, `/payments/${payment.id}`]);
    });

    test("nor on what was said, and to whom", async ({ shop, owner, expectAccessiblePages }) => {
      expect(owner.email).toContain("@");
      await pay(shop);
      await drainWorker();
      const [call] = await rowsOf<{ id: string }>(
        "select id from exchange where merchant_id = $1 and leg = 'us_to_gateway' order by id limit 1",
        [shop.merchantId],
      );
      const id = call?.id ?? "";
      await expectAccessiblePages(["/log", "/messages", `/messages/${id}`, `/gateway-requests/${id}`]);
    });

    test("nor on what is renewed and handed in", async ({ shop, owner, expectAccessiblePages }) => {
      expect(owner.email).toContain("@");
      const [chain, file] = [await makeChain(shop), await makeHandedFile(shop)];
      await makeRenewalFailure(shop, { at: "2026-03-01T00:31:00Z" });
      const settings = `/settings/websites/${shop.websiteId}/renewals`;
      const kept = ["/authorisations", `/authorisations/${chain.id}`, "/authorisation-failures", settings];
      await expectAccessiblePages([...kept, "/files", `/files/${file.id}`]);
    });
  });
}

test("a person with a keyboard only finds, opens, refunds and comes back to the row", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await pay(shop, { orderReference: "KEY-1" });
  const second = await pay(shop, { orderReference: "KEY-2" });
  await drainWorker();
  await page.goto("/payments");
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.keyboard.press("/");
  await expect(page.getByRole("search").getByRole("combobox").first()).toBeFocused();
  await page.keyboard.type("KEY-2");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=KEY-2/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.locator("tbody tr").first().getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/payments/${second.id}`);
  const refund = page.getByRole("button", { name: "Refund", exact: true });
  await refund.focus();
  await page.keyboard.press("Enter");
  const amount = page.getByRole("dialog").getByLabel("Amount");
  await expect(amount).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("10.00");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("10.00");
  await page.keyboard.press("Escape");
  await expect(refund).toBeFocused();
});

test("what opens on top is accessible too, and fits a phone", async ({
  page,
  shop,
  signIn,
  expectAccessible,
  expectFits,
}) => {
  await signIn([shop], { role: "viewer" });
  await signIn([shop]);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/settings/people");
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByRole("alertdialog")).toContainText("can no longer open");
  await expectAccessible("removing a colleague");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);

  const answer = await page.goto("/payments/nonsense");
  expect(answer?.status()).toBe(404);
  await expectAccessible("nothing here");

  await page.goto("/payments");
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  await page.getByRole("button", { name: "Filters" }).click();
  await expectAccessible("filters");
  await page.locator("summary", { hasText: "Created" }).click();
  await page.getByRole("button", { name: "Calendar" }).click();
  await expect(page.getByRole("grid")).toBeVisible();
  await expectAccessible("calendar");
  await expectFits("calendar");
});

test("what opens over a list is accessible too", async ({ page, shop, owner, expectAccessible }) => {
  expect(owner.email).toContain("@");
  await pay(shop);
  await page.goto("/payments");
  await page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  for (const opener of await page.locator("button[aria-haspopup]:visible").all()) {
    const name = (await opener.getAttribute("aria-label")) ?? (await opener.innerText());
    await opener.click();
    await expect(page.getByRole("dialog"), name).toBeVisible();
    await expectAccessible(name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog"), name).toHaveCount(0);
  }
});
