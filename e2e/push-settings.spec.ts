import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { drainWorker, pay, receiverMode } from "./support/world";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const settingsOf = (shop: Shop) => `/settings/websites/${shop.websiteId}/pushes`;
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("push settings show the moments of attempts, refuse private addresses by name, and are saved", async ({
  page,
  shop,
  owner,
  expectAccessible,
}) => {
  expect(owner.email).toContain("@");
  await page.goto("/settings/websites");
  await page.getByRole("link", { name: `Push settings of ${shop.name}` }).click();
  await page.waitForURL(`**${settingsOf(shop)}`);
  const form = region(page, "Format and addresses");
  const moments = form.getByRole("list", { name: "Further attempts, counted from the first" });
  await expect(moments.getByRole("listitem")).toHaveCount(14);
  await expect(form.getByLabel("Digest of the form")).toHaveCount(0);

  await form.getByRole("radio", { name: "Buckaroo form" }).check();
  await expect(moments.getByRole("listitem")).toHaveCount(11);
  await form.getByLabel("Digest of the form").selectOption("SHA-512");
  await form.getByLabel("Attempts", { exact: true }).selectOption("Own list of waits");
  await form.getByLabel("Waits between attempts").fill("1m, 5m, soon");
  await expect(form.getByText("Write days, hours, minutes and seconds as d, h, m and s")).toBeVisible();
  await expectAccessible("push settings with a problem");
  await form.getByLabel("Waits between attempts").fill("1m, 5m, 1h30m");
  await expect(moments.getByRole("listitem")).toHaveText(["1 min", "6 min", "1 h 36 min"]);

  await form.getByLabel("Address for failures").fill("https://2130706433/");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("This address is private. Pushes go only to public addresses.")).toBeVisible();
  await expect(form.getByLabel("Address for failures")).toHaveValue("https://2130706433/");
  await form.getByRole("radio", { name: "Buckaroo JSON" }).check();
  const ambiguous = form.getByText("some will refuse the signature");
  await form.getByLabel("Address for failures").fill("https://shop.example/push");
  await expect(ambiguous).toHaveCount(0);
  await form.getByLabel("Address for failures").fill("https://shop.example/~push");
  await expect(ambiguous).toHaveCount(1);
  await form.getByRole("radio", { name: "Buckaroo form" }).check();
  await expect(ambiguous).toHaveCount(0);
  await form.getByLabel("Address for failures").fill("");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Saved", { exact: true })).toBeVisible();
  const [row] = await rowsOf(
    "select push_format as format, push_hash as hash, push_waits as waits from website where id = $1",
    [shop.websiteId],
  );
  expect(row).toEqual({ format: "buckaroo-form", hash: "sha512", waits: [60, 300, 5400] });
});

test("a test push shows what the receiver answers, in the open page, and not twice within five seconds", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await page.goto(settingsOf(shop));
  const part = region(page, "Send a test");
  await part.getByRole("button", { name: "Send a test" }).click();
  await expect(part.getByText("The receiver answered 200")).toBeVisible();
  await part.getByRole("button", { name: "Send a test" }).click();
  await expect(part.getByText("Wait five seconds between two tests.")).toBeVisible();
  expect(await rowsOf("select from push where website_id = $1", [shop.websiteId])).toEqual([]);
});

test("a changed secret counts beside the old one until it is ended", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await page.goto(settingsOf(shop));
  const part = region(page, "Key and secret");
  await part.getByRole("button", { name: "Change the secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make a new secret" }).click();
  await expect(part.getByText("The secret before counts until")).toBeVisible();
  await expect(part.getByText("Standard Webhooks: pushes carry both signatures.")).toBeVisible();
  await part.getByRole("button", { name: "Show" }).click();
  await expect(part.getByText(/^whsec_/)).toBeVisible();
  await expect(part.getByText(shop.pushSecret)).toHaveCount(0);
  await part.getByRole("button", { name: "End the secret before now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End it" }).click();
  await expect(part.getByText("The secret before counts until")).toHaveCount(0);
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("the signature of a push is shown step by step, and where another text parts from it", async ({
      page,
      shop,
      owner,
      expectAccessiblePages,
    }) => {
      expect(owner.email).toContain("@");
      await receiverMode(shop, { mode: "fail" });
      const payment = await pay(shop);
      await drainWorker();
      const [push] = await rowsOf<{ id: string; body: string }>(
        "select id, body from push where payment_id = $1 order by id desc limit 1",
        [payment.id],
      );
      if (push === undefined) throw new Error("no push was planned");
      await page.goto(`/pushes/${push.id}/signature`);
      await expect(page.getByRole("rowheader", { name: "Message id (webhook-id)" })).toBeVisible();
      const text = (await region(page, "2. The exact text").locator("pre").textContent()) ?? "";
      expect(text).toMatch(new RegExp(`^${push.id}\\.\\d{10}\\.`));
      expect(text.endsWith(push.body)).toBe(true);
      await page.getByText("Python", { exact: true }).click();
      await expect(page.locator("pre").filter({ hasText: "import base64, hashlib, hmac" })).toBeVisible();
      const compare = region(page, "Compare with your text");
      await compare.getByRole("textbox").fill(text);
      await expect(compare.getByText("The texts are the same.")).toBeVisible();
      await compare.getByRole("textbox").fill(`${text.slice(0, 40)}X${text.slice(41)}`);
      await expect(compare.getByText("The texts differ at character 41.")).toBeVisible();
      expect(await page.content()).not.toContain(shop.pushSecret.slice(6));
      await expectAccessiblePages([`/pushes/${push.id}/signature`, settingsOf(shop)]);
    });
  });
}

test("who may not send a push again sees no signature, and who may not change settings no push settings", async ({
  page,
  shop,
  signIn,
}) => {
  await signIn([shop], { role: "viewer" });
  for (const path of [`/pushes/${crypto.randomUUID()}/signature`, settingsOf(shop)]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
  }
});
