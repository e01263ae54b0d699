import { describe, expect, it } from "vitest";
import { RenewalSettingInput, saveRenewalSetting } from "@/lib/features/authorisations/commands/save-setting";
import { getRenewalSettings } from "@/lib/features/authorisations/queries/get-setting";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useClock } from "@/scripts/test/set-clock";

const at = useClock();

/** As the form of the settings page sends it. */
const formOf = ({ websiteId }: Shop, own: Readonly<Record<string, string>> = {}) => ({
  ...{ websiteId, isOn: "on", renewAfterDays: "7", stopAfterDays: "30", splitting: "on" },
  ...{ failureNotice: "email", failureEmail: "orders@shop.example", ...own },
});
const save = (shop: Shop, own: Readonly<Record<string, string>> = {}) =>
  saveRenewalSetting(actorOf(shop), RenewalSettingInput.parse(formOf(shop, own)));

const standings = async (shop: Shop) =>
  (await getRenewalSettings(shop.scope, shop.websiteId))?.saved.map(({ renewAfterDays, standing }) => [
    renewAfterDays,
    standing,
  ]);

describe("the renewals of a website, on its settings page", () => {
  it("says which setting counts, which one comes with the night, and what was before", async () => {
    const shop = await makeShop();
    expect(await standings(shop)).toEqual([]);
    at("2026-11-02T09:00:00Z");
    await save(shop, { renewAfterDays: "7" });
    expect(await standings(shop)).toEqual([[7, "next"]]);
    at("2026-11-03T00:30:00Z");
    expect(await standings(shop)).toEqual([[7, "current"]]);
    await save(shop, { renewAfterDays: "8" });
    at("2026-11-03T09:00:00Z");
    await save(shop, { renewAfterDays: "9" });
    await save(shop, { renewAfterDays: "10" });
    expect(await standings(shop)).toEqual([
      [10, "next"],
      [9, "past"],
      [8, "current"],
      [7, "past"],
    ]);
  });

  it("is another merchant's to nobody, and audited with what was set", async () => {
    at("2026-11-02T09:00:00Z");
    const [shop, stranger] = [await makeShop(), await makeShop()];
    expect(await save({ ...stranger, websiteId: shop.websiteId })).toEqual({ ok: false, error: "not_found" });
    expect(await getRenewalSettings(stranger.scope, shop.websiteId)).toBeNull();
    expect(await save(shop)).toMatchObject({ ok: true });
    const lines = await rowsOf(
      "select detail->>'renewAfterDays' as days from audit_line where merchant_id = $1 and action = 'website.renewals_changed'",
      [shop.merchantId],
    );
    expect(lines).toEqual([{ days: "7" }]);
  });

  it.each([
    [{ renewAfterDays: "" }, "renew_after_out_of_range"],
    [{ renewAfterDays: "31" }, "renew_after_out_of_range"],
    [{ stopAfterDays: "181" }, "stop_after_out_of_range"],
    [{ stopAfterDays: "7" }, "stop_not_after_renewal"],
    [{ failureNotice: "batch", realtime: "on" }, "batch_with_realtime"],
    [{ failureEmail: "" }, "notice_address_missing"],
  ])("refuses %j", async (own, error) => {
    const shop = await makeShop();
    expect(await save(shop, own)).toEqual({ ok: false, error });
    expect(await standings(shop)).toEqual([]);
  });

  it("names the field that cannot be read", () => {
    const form = { websiteId: crypto.randomUUID(), isOn: "on", renewAfterDays: "7.5", stopAfterDays: "x" };
    const read = RenewalSettingInput.safeParse({ ...form, failureNotice: "email", failureEmail: "none" });
    expect(read.error?.issues.map(({ path }) => path[0])).toEqual([
      "renewAfterDays",
      "stopAfterDays",
      "failureEmail",
    ]);
  });
});
