import { afterAll, describe, expect, it } from "vitest";
import { PaymentRulesInput, savePaymentRules } from "@/lib/features/websites/commands/payment-rules";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const form = {
  websiteId: crypto.randomUUID(),
  captureMode: "scheduled",
  validityMinutes: "30",
  retryEnabled: "on",
  waitingRefundHours: "120",
  refundWindowMonths: "",
  duplicateCheckMinutes: " ",
};

describe("the payment rules of a website", () => {
  it("are saved whole, with what changed in the audit trail, and an empty field switches its rule off", async () => {
    const shop = await makeShop();
    const rules = PaymentRulesInput.parse({ ...form, websiteId: shop.websiteId });
    expect(await savePaymentRules(actorOf(shop), rules)).toMatchObject({ ok: true });
    const [row] = await rowsOf(
      `select capture_mode, validity_seconds, retry_enabled, waiting_refund_hours, refund_window_months,
         duplicate_check_minutes, refunds_in_platform from website where id = $1`,
      [shop.websiteId],
    );
    expect(row).toEqual({
      capture_mode: "scheduled",
      validity_seconds: 1800,
      retry_enabled: true,
      waiting_refund_hours: 120,
      refund_window_months: null,
      duplicate_check_minutes: null,
      refunds_in_platform: false,
    });
    const [line] = await rowsOf("select action, detail from audit_line where subject_id = $1", [
      shop.websiteId,
    ]);
    expect(line).toEqual({
      action: "website.payment_rules_changed",
      detail: {
        captureMode: ["immediate", "scheduled"],
        validitySeconds: [864_000, 1800],
        retryEnabled: [false, true],
        waitingRefundHours: [null, 120],
      },
    });
  });

  it("of another merchant's website are not found", async () => {
    const shop = await makeShop();
    const rules = PaymentRulesInput.parse({ ...form, websiteId: shop.websiteId });
    expect(await savePaymentRules(actorOf(await makeShop()), rules)).toEqual({
      ok: false,
      error: "not_found",
    });
  });

  it.each([
    ["validityMinutes", "0", "out_of_range"],
    ["validityMinutes", "14401", "out_of_range"],
    ["validityMinutes", "", "not_a_number"],
    ["validityMinutes", "1.5", "not_a_number"],
    ["waitingRefundHours", "721", "out_of_range"],
    ["refundWindowMonths", "0", "out_of_range"],
    ["duplicateCheckMinutes", "soon", "not_a_number"],
  ] as const)("names what is wrong: %s %s", (field, value, reason) => {
    const read = PaymentRulesInput.safeParse({ ...form, [field]: value });
    const issue = read.error?.issues[0];
    expect([issue?.path, issue?.message]).toEqual([[field], reason]);
  });
});
