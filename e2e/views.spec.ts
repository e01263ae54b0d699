import { expect, type Page } from "@playwright/test";
import { makePayment } from "@/prisma/factories/payment";
import type { Shop } from "@/prisma/factories/shop";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { openShop } from "./support/world";

const makeRows = async (shop: Shop) => {
  for (const [index, status] of ["failed", "failed", "completed"].entries())
    await makePayment(shop, { status, orderReference: `V-${index}` });
};

const tabOf = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });

async function save(page: Page, name: string, ticks: readonly string[] = []) {
  await page.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  for (const tick of ticks) await dialog.getByLabel(tick).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.waitForURL(/view=/);
}

test("a view is kept, counted, changed, brought up to date and deleted, by mouse", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments?status=failed");
  await save(page, "Failed ones");
  const tab = tabOf(page, "Failed ones");
  await expect(tab).toHaveAttribute("aria-current", "page");
  await expect(tab.locator("[data-view-count]")).toHaveText("2");
  await expect(list.rows).toHaveCount(2);
  await expectAccessible("a list with views");

  await page.getByRole("link", { name: "All", exact: true }).click();
  await expect(list.rows).toHaveCount(3);
  await makePayment(shop, { status: "failed" });
  await tab.click();
  await expect(list.rows).toHaveCount(3);
  await expect(tab.locator("[data-view-count]")).toHaveText("3");

  await page.getByRole("link", { name: /Remove this filter/ }).click();
  await expect(list.rows).toHaveCount(4);
  await expect(page.getByText("Changed", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Update to what is on screen" }).click();
  await expect(tab.locator("[data-view-count]")).toHaveText("4");

  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete view" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete view" }).click();
  await expect(tab).toHaveCount(0);
});

test("by keyboard: a name that is taken is refused, another one becomes the start page", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments?status=completed");
  await save(page, "Paid");
  await page.getByRole("button", { name: "View", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Paid");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("already have a view");
  await expectAccessible("the dialog of a view");
  await page.keyboard.type(" today");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(tabOf(page, "Paid today")).toHaveAttribute("aria-current", "page");

  await page.goto("/");
  await page.waitForURL(/\/payments\?status=completed&view=/);
  await expect(list.rows).toHaveCount(1);
});

test("colleagues see what is shared, and may not change it without the right", async ({
  page,
  shop,
  signIn,
}) => {
  await makeRows(shop);
  await signIn([shop], { role: "support" });
  const list = new ListingPage(page);
  await list.open("/payments?status=failed");
  await save(page, "For the team", ["Share with the team"]);
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.waitForURL(/\/payments$/);
  await save(page, "Only mine");

  await signIn([shop], { role: "viewer" });
  await list.open("/payments");
  await expect(tabOf(page, "Only mine")).toHaveCount(0);
  await tabOf(page, "For the team").click();
  await expect(list.rows).toHaveCount(2);
  await page.getByRole("button", { name: "View", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Make it my start page" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Delete view" })).toHaveCount(0);
});

test("columns change places by keyboard, and the file has them as the screen", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await makeRows(shop);
  const list = new ListingPage(page);
  await list.open("/payments");
  await page.getByRole("button", { name: "Columns" }).click();
  const up = page.getByRole("button", { name: "Move Status up" });
  await up.focus();
  const before = await page.getByRole("columnheader").allInnerTexts();
  const kept = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.keyboard.press("Enter");
  await kept;
  await expect(up).toBeFocused();
  await expectAccessible("columns");
  await page.keyboard.press("Escape");
  const heads = await page.getByRole("columnheader").allInnerTexts();
  expect(heads.indexOf("Status")).toBe(before.indexOf("Status") - 1);
  await page.reload();
  await expect(page.getByRole("columnheader").nth(heads.indexOf("Status"))).toHaveText("Status");

  const file = await page.request.get("/api/export/payments?profile=excel-english");
  const [head = ""] = (await file.text()).replace("\uFEFF", "").split("\r\n");
  const columns = head.split(",").filter((name) => heads.includes(name));
  expect(columns).toEqual(heads.filter((name) => name.trim() !== ""));
});

test("the view of another merchant is as unknown as nonsense", async ({ page, shop, signIn }) => {
  await signIn([shop]);
  const list = new ListingPage(page);
  await list.open("/payments?status=failed");
  await save(page, "Ours", ["Share with the team"]);
  const ours = new URL(page.url()).searchParams.get("view") ?? "";

  await signIn([await openShop()]);
  for (const id of [ours, "nonsense"]) {
    await list.open(`/payments?view=${id}`);
    await expect(page.getByText(`“view=${id}” was ignored`)).toBeVisible();
    await expect(page.getByText("Ours")).toHaveCount(0);
  }
});
