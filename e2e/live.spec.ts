import { expect } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { baseUrl, drainWorker, pay } from "./support/world";
import type { Shop } from "@/prisma/factories/shop";

/** The AUTH of the README, as curl sends it. */
async function auth(
  shop: Shop,
  orderReference: string,
): Promise<{ errorcode: string; transactionreference: string }> {
  const { alias, password } = shop.trust;
  const answer = await fetch(`${baseUrl()}/json/`, {
    method: "POST",
    redirect: "error",
    headers: {
      authorization: `Basic ${btoa(`${alias}:${password}`)}`,
      "content-type": "application/json;charset=utf-8",
      accept: "application/json",
      requestreference: "A0w62dp44",
    },
    body: JSON.stringify({
      alias,
      version: "1.00",
      request: [
        {
          requesttypedescriptions: ["AUTH"],
          sitereference: shop.siteReference,
          accounttypedescription: "ECOM",
          currencyiso3a: "EUR",
          baseamount: "1050",
          orderreference: orderReference,
          pan: "4111111111111111",
          expirydate: "12/2030",
          securitycode: "123",
        },
      ],
    }),
  });
  const { response } = (await answer.json()) as {
    response: readonly [{ errorcode: string; transactionreference: string }];
  };
  return response[0];
}

test("an AUTH over /json/ is announced on an open list within 2 s and is there after one click", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await pay(shop, { orderReference: "BEFORE-1" });
  const list = new ListingPage(page);
  const listening = page.waitForResponse(/api\/live\/payments/);
  await list.open("/payments?currency=EUR");
  await expect(list.row("BEFORE-1")).toBeVisible();
  await listening;

  const answered = await auth(shop, "LIVE-1");
  const since = Date.now();
  expect(answered.errorcode).toBe("0");
  const pill = page.getByRole("link", { name: "1 new" });
  await expect(pill).toBeVisible({ timeout: 2_000 });
  expect(Date.now() - since).toBeLessThan(2_000);
  await expect(list.row("LIVE-1")).toHaveCount(0);

  await pill.click();
  await expect(list.row("LIVE-1")).toBeVisible();
  expect(new URL(page.url()).searchParams.get("currency")).toBe("EUR");
});

test("a visible row changes in place, and the filter stays", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  const payment = await pay(shop, { orderReference: "PLACE-1" });
  await drainWorker();
  const list = new ListingPage(page);
  const listening = page.waitForResponse(/api\/live\/payments/);
  await list.open("/payments?status=completed");
  await listening;
  await expect(list.row("PLACE-1")).not.toContainText("−");
  const answer = await fetch(`${baseUrl()}/api/v1/payments/${payment.id}/refunds`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify({ amount: { minor: 25_00, currency: "EUR" } }),
  });
  expect(answer.ok).toBe(true);
  await expect(list.row("PLACE-1")).toContainText("−25.00");
  expect(page.url()).toContain("status=completed");
});
