import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { drainWorker, openShop, pay, received, receiverMode } from "./support/world";
import { makePayment } from "@/prisma/factories/payment";
import { makePush, makePushedPayments } from "@/prisma/factories/push";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

async function paidTimes(shop: Shop, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 5)
    ids.push(...(await Promise.all(Array.from({ length: 5 }, () => pay(shop)))).map(({ id }) => id));
  return ids;
}

const newestOf = async (paymentId: string) =>
  (await rowsOf<{ id: string }>("select newest_push_id as id from payment where id = $1", [paymentId]))[0]
    ?.id;

async function begin(page: Page, count: number) {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`${count.toString()} pushes will be sent`);
  await dialog.getByRole("button", { name: `Send ${count.toString()} pushes` }).click();
  await page.waitForURL(/\/bulk-pushes\/[0-9a-f-]{36}$/);
}

const state = (page: Page) => page.getByRole("heading", { level: 1 });

test("a shop that failed gets the newest message of 25 payments, each once", async ({
  page,
  shop,
  owner,
}) => {
  test.setTimeout(180_000);
  expect(owner.email).toContain("@");
  await receiverMode(shop, { mode: "fail", status: 503 });
  const ids = await paidTimes(shop, 25);
  await drainWorker();

  await page.goto("/pushes?code=503");
  const list = new ListingPage(page);
  await expect(list.rows.first()).toContainText("Trying again");
  await expect(list.rows.first()).toContainText("1/15");
  await expect(page.getByRole("region", { name: "Receivers" })).toContainText("Fails since");
  await list.rows.first().getByRole("link").click();
  await page.waitForURL(/\/pushes\/[0-9a-f-]{36}$/);
  const attempts = page.getByRole("region", { name: "Attempts" });
  await expect(attempts).toContainText("503");
  await expect(attempts).toContainText("told_to_fail");
  await expect(page.getByText(/Next try .*, 2 of 15/)).toBeVisible();

  await receiverMode(shop, { mode: "ok" });
  await page.goto("/payments?receiver=behind");
  await expect(page.getByRole("columnheader", { name: "Shop knows" })).toBeVisible();
  await page.getByRole("button", { name: "Bulk push all" }).click();
  await begin(page, 25);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(state(page)).toContainText("Done", { timeout: 60_000 });
  await expect(page.getByRole("navigation", { name: "Results" })).toContainText("Accepted 25");
  for (const id of ids) {
    const newest = await newestOf(id);
    const taken = (await received(id)).filter(({ answered }) => answered === 200);
    expect(taken.filter(({ messageId }) => messageId === newest)).toHaveLength(1);
  }
  await page.goto("/payments?receiver=behind");
  await expect(list.rows).toHaveCount(0);
});

test("ticked rows are taken back within ten seconds", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await makePushedPayments(shop, 3);
  await page.goto("/payments");
  const list = new ListingPage(page);
  for (const place of [0, 1]) await list.rows.nth(place).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Bulk push", exact: true }).click();
  await begin(page, 2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(state(page)).toContainText("Undone");
  await expect(page.getByRole("navigation", { name: "Results" })).toContainText("Not sent 2");
  expect(await rowsOf("select from push_attempt where merchant_id = $1", [shop.merchantId])).toEqual([]);
});

test("a shop that still fails gets five, and the failed ones are one click away", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makePushedPayments(shop, 12);
  const { id: older } = await makePayment(shop);
  await makePush(shop, { paymentId: older });
  await makePush(shop, { paymentId: older });
  await receiverMode(shop, { mode: "fail", status: 500 });
  await page.goto("/pushes");
  await page.getByRole("button", { name: "Bulk push all" }).click();
  await expect(page.getByRole("dialog")).toContainText("1 is not the newest about its object");
  await begin(page, 13);
  await expect(state(page)).toContainText("Stopped", { timeout: 60_000 });
  await expect(page.getByText("It stopped by itself")).toBeVisible();
  const results = page.getByRole("navigation", { name: "Results" });
  for (const words of ["Failed 5", "Not sent 8", "Not the newest 1"])
    await expect(results).toContainText(words);
  await results.getByRole("link", { name: "Failed 5" }).click();
  await page.waitForURL(/show=refused/);
  const rows = page.getByRole("region", { name: "Results" }).getByRole("row");
  await expect(rows).toHaveCount(6);
  await expect(rows.nth(1)).toContainText("500");
});

test("who may not send finds no button, and another merchant's run is not found", async ({
  page,
  shop,
  signIn,
}) => {
  await signIn([shop], { role: "viewer" });
  await makePushedPayments(shop, 1);
  for (const path of ["/payments", "/pushes", "/data-requests"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("button", { name: "Bulk push all" })).toHaveCount(0);
  }
  const stranger = await openShop();
  await makePushedPayments(stranger, 1);
  const [foreign] = await rowsOf<{ id: string }>("select id from push where merchant_id = $1", [
    stranger.merchantId,
  ]);
  for (const path of [
    `/pushes/${foreign?.id ?? ""}`,
    `/bulk-pushes/${crypto.randomUUID()}`,
    "/pushes/nonsense",
  ])
    expect((await page.goto(path))?.status()).toBe(404);
});

/** A bulk push as it stands in the middle, without a worker at work. */
async function halfway(shop: Shop): Promise<string> {
  const [bulk] = await rowsOf<{ id: string }>(
    `insert into push_bulk (merchant_id, id, intent_id, listing, state, actor, created_at, starts_at, planned, accepted)
     values ($1, gen_random_uuid(), 'half', 'payments', 'paused', 'user:Eva', now(), now(), 12, 7) returning id`,
    [shop.merchantId],
  );
  await rowsOf(
    `insert into push_bulk_item (merchant_id, bulk_id, position, subject_type, subject_id, push_id, host, state, attempt_id,
       status, finished_at)
     select merchant_id, $2, n, 'payment', payment_id, id, 'shop.example', case when n <= 7 then 'accepted' else 'planned' end,
       case when n <= 7 then gen_random_uuid() end, case when n <= 7 then 200 end, case when n <= 7 then now() end
     from (select *, row_number() over (order by id) as n from push where merchant_id = $1) p`,
    [shop.merchantId, bulk?.id],
  );
  return bulk?.id ?? "";
}

for (const { colorScheme, viewport } of [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const) {
  test.describe(`${colorScheme} at ${viewport.width.toString()} px`, () => {
    test.use({ colorScheme, viewport });
    test("axe finds nothing on pushes and bulk pushes, and nothing scrolls sideways", async ({
      shop,
      owner,
      expectAccessiblePages,
    }) => {
      expect(owner.email).toContain("@");
      await makePushedPayments(shop, 12);
      const bulkId = await halfway(shop);
      const [push] = await rowsOf<{ id: string }>("select id from push where merchant_id = $1", [
        shop.merchantId,
      ]);
      const paths = [
        "/pushes",
        "/pushes?code=404",
        "/bulk-pushes",
        `/pushes/${push?.id ?? ""}`,
        `/bulk-pushes/${bulkId}`,
      ];
      await expectAccessiblePages(paths);
    });
  });
}
