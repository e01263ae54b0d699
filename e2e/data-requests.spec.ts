import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { openShop } from "./support/world";
import { makeDataRequest } from "@/prisma/factories/data-request";
import type { Shop } from "@/prisma/factories/shop";

const parameter = (name: string, value: string) => ({ name, groupType: null, groupId: null, value });

const refused = (shop: Shop) =>
  makeDataRequest(shop, {
    service: "idealqr",
    action: "Generate",
    statusCode: 491,
    errors: [
      {
        kind: "ParameterErrors",
        service: "idealqr",
        action: "Generate",
        name: "PurchaseId",
        error: "ParameterRequired",
        message: "Parameter PurchaseId is missing.",
      },
    ],
  });

const waiting = (shop: Shop) =>
  makeDataRequest(shop, {
    statusCode: 790,
    invoiceNumber: "INV-2026-001",
    redirectUrl: "https://bank.example/mandates/f3a1",
    customerEmail: "eva@example.nl",
    newestPushId: "00000000-0000-7000-8000-000000000002",
    toldPushId: "00000000-0000-7000-8000-000000000001",
    toldStatus: "790",
    inputParameters: [parameter("debtorbankid", "ABNANL2A"), parameter("debtorreference", "klant-77")],
  });

for (const { colorScheme, viewport } of [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const) {
  test.describe(`${colorScheme} at ${viewport.width.toString()} px`, () => {
    test.use({ colorScheme, viewport });
    test("axe finds nothing on the data requests, and nothing scrolls sideways", async ({
      shop,
      owner,
      expectAccessiblePages,
    }) => {
      expect(owner.email).toContain("@");
      const empty = "/data-requests?status=891";
      const ids = [await refused(shop), await waiting(shop), await makeDataRequest(shop)];
      await expectAccessiblePages(["/data-requests", empty, ...ids.map(({ id }) => `/data-requests/${id}`)]);
    });
  });
}

test("a request is found by status, words of the box and key, and opened", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const done = await makeDataRequest(shop);
  const { key } = await waiting(shop);
  const list = new ListingPage(page);
  await list.open("/data-requests");
  await expect(list.rows).toHaveCount(2);
  for (const words of ["Create mandate", "E-mandate", shop.name])
    await expect(list.rows.first()).toContainText(words);
  await list.search.fill("status:790 service:emandate");
  await list.search.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("status") === "790");
  await expect(list.rows).toHaveCount(1);
  await expect(list.rows).toContainText("Pending input");
  for (const word of [key, key.toLowerCase(), "INV-2026-001"]) {
    await list.open("/data-requests");
    await list.find(word);
    await expect(list.rows).toHaveCount(1);
  }
  await list.openRow("Pending input");
  await page.waitForURL(/\/data-requests\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Create mandate");
  await expect(page.getByText(key)).toBeVisible();
  await expect(page.getByRole("link", { name: "https://bank.example/mandates/f3a1" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Status history" })).toContainText("790 Pending input");
  const parameters = page.getByRole("region", { name: "Parameters", exact: true });
  await expect(parameters.getByRole("term").filter({ hasText: "debtorbankid" })).toBeVisible();
  await expect(parameters.getByRole("definition").filter({ hasText: "ABNANL2A" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Customer" })).toContainText("eva@example.nl");
  await expect(page.getByText("Shop knows: 790 Pending input · Truth: 790 Pending input")).toBeVisible();
  const picture = page.getByRole("region", { name: "Where this data request stands" });
  await expect(picture.locator("[data-here]")).toHaveAttribute("data-status", "790");

  await page.goto("/data-requests?receiver=behind");
  await expect(list.rows).toHaveCount(1);
  await page.goto(`/data-requests?key=${done.key}`);
  await expect(list.rows).toHaveCount(1);
});

test("a request that was wrong says where", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const { id } = await refused(shop);
  await page.goto(`/data-requests/${id}`);
  const errors = page.getByRole("region", { name: "Errors" });
  await expect(errors).toContainText("Parameter PurchaseId is missing.");
  await expect(errors).toContainText("idealqr › Generate › PurchaseId");
});

test("another merchant's request is not found, exactly as nonsense", async ({ page, owner }) => {
  expect(owner.email).toContain("@");
  const foreign = await makeDataRequest(await openShop());
  for (const id of [foreign.id, crypto.randomUUID(), "nonsense"]) {
    for (const tab of ["", "/log", "/messages", "/gateway-requests"]) {
      const answer = await page.goto(`/data-requests/${id}${tab}`);
      expect(answer?.status(), tab).toBe(404);
      await expect(page.getByText("There is nothing here")).toBeVisible();
    }
  }
});

test("a viewer reads a request and may neither cancel it nor read its messages", async ({
  page,
  shop,
  signIn,
}) => {
  const { id } = await waiting(shop);
  await signIn([shop], { role: "viewer" });
  await page.goto(`/data-requests/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel request" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Messages" })).toHaveCount(0);
  for (const tab of ["log", "messages", "gateway-requests"])
    expect((await page.goto(`/data-requests/${id}/${tab}`))?.status(), tab).toBe(404);
});
