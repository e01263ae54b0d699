import { afterAll, describe, expect, it } from "vitest";
import { MailSettingsInput, saveMailSettings } from "@/lib/features/websites/commands/mail-settings";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe("the mail settings of a website", () => {
  it("are saved with what changed in the audit trail, and an empty address is none", async () => {
    const shop = await makeShop();
    const form = { websiteId: shop.websiteId, mailsCustomers: "on", replyTo: " help@shop.example " };
    const read = () =>
      rowsOf("select mails_customers, reply_to from website where id = $1", [shop.websiteId]);
    expect(await saveMailSettings(actorOf(shop), MailSettingsInput.parse(form))).toMatchObject({ ok: true });
    expect(await read()).toEqual([{ mails_customers: true, reply_to: "help@shop.example" }]);
    const off = MailSettingsInput.parse({ websiteId: shop.websiteId, replyTo: "" });
    expect(await saveMailSettings(actorOf(shop), off)).toMatchObject({ ok: true });
    expect(await read()).toEqual([{ mails_customers: false, reply_to: null }]);
    const lines = await rowsOf(
      "select detail from audit_line where merchant_id = $1 and action = 'website.mail_settings_changed' order by id",
      [shop.merchantId],
    );
    expect(lines.map(({ detail }) => detail as unknown)).toMatchObject([
      { after: { mailsCustomers: true, replyTo: "help@shop.example" } },
      { before: { mailsCustomers: true }, after: { mailsCustomers: false, replyTo: null } },
    ]);
  });

  it("take nothing that could end a header, and belong to their merchant", async () => {
    const websiteId = crypto.randomUUID();
    for (const replyTo of [
      "help",
      "a@b.example\r\nBcc: all@example.com",
      "A <a@b.example>",
      "a@b.example,c@d.example",
    ])
      expect(MailSettingsInput.safeParse({ websiteId, replyTo }).success).toBe(false);
    const [shop, other] = [await makeShop(), await makeShop()];
    const input = MailSettingsInput.parse({ websiteId: other.websiteId, mailsCustomers: "on", replyTo: "" });
    expect(await saveMailSettings(actorOf(shop), input)).toEqual({ ok: false, error: "not_found" });
  });
});
