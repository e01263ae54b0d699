import { afterAll, expect, it } from "vitest";
import { choosePushFormat, PushFormatInput } from "@/lib/features/websites/commands/choose-push-format";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const formatOf = async (websiteId: string) =>
  (
    await rowsOf<{ format: string }>("select push_format as format from website where id = $1", [websiteId])
  )[0]?.format;

it("keeps the chosen format and says who chose it", async () => {
  const shop = await makeShop();
  const { websiteId } = shop;
  expect(await choosePushFormat(actorOf(shop), { websiteId, pushFormat: "paynow" })).toEqual({
    ok: true,
    value: undefined,
  });
  expect(await formatOf(websiteId)).toBe("paynow");
  const lines = await rowsOf(
    "select actor, detail from audit_line where subject_id = $1 and action = 'website.push_format_chosen'",
    [websiteId],
  );
  expect(lines).toEqual([{ actor: "user:Eva", detail: { before: "standard", after: "paynow" } }]);
});

it("knows the formats that are spoken, and no website of others", async () => {
  const [shop, stranger] = [await makeShop(), await makeShop()];
  const wish = { websiteId: shop.websiteId, pushFormat: "trust" } as const;
  expect(await choosePushFormat(actorOf(stranger), wish)).toEqual({ ok: false, error: "not_found" });
  expect(await formatOf(shop.websiteId)).toBe("standard");
  expect(PushFormatInput.safeParse({ ...wish, pushFormat: "buckaroo-form" }).success).toBe(false);
});
