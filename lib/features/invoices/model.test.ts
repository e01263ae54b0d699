import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  decideCreditNote,
  decideEvent,
  decideNewInvoice,
  decideStep,
  invoiceCodes,
  invoiceEvents,
  invoiceFlow,
  openMinorOf,
  splitPayment,
  splitRefund,
} from "@/lib/features/invoices/model";

/** Domain.md 2.9. */
const allowed: Readonly<Record<string, string>> = {
  "10 pause": "20",
  "20 unpause": "10",
  "10 dispute": "21",
  "21 close_dispute": "10",
  "10 plan": "22",
  "22 end_plan": "10",
  "10 invalidate": "23",
  "23 validate": "10",
  "10 hand_over": "70",
  "70 transfer": "71",
  "71 accept": "72",
  "71 refuse": "79",
  "71 recall": "75",
  "72 process": "73",
  "72 process_part": "74",
  "72 recall": "75",
  "75 recalled": "76",
  "75 recall_failed": "77",
  "74 write_off": "80",
  "79 write_off": "80",
  ...Object.fromEntries(
    ["10", "20", "21", "22", "23"].flatMap((code) => [
      [`${code} write_off`, "80"],
      [`${code} cancel`, "91"],
    ]),
  ),
};

describe("the flow of an invoice", () => {
  it.each(invoiceCodes.flatMap((code) => invoiceEvents.map((event) => [code, event] as const)))(
    "from %s with %s is as domain.md 2.9 says",
    (code, event) => {
      const to = allowed[`${code} ${event}`];
      expect(advance(invoiceFlow, code, event)).toEqual(
        to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
      );
    },
  );

  it("knows what is open, and lets nobody credit more than was invoiced", () => {
    const sums = { amountMinor: 12_100, creditedMinor: 2_100, paidMinor: 5_000 };
    expect(openMinorOf(sums)).toBe(5_000);
    expect(openMinorOf({ ...sums, paidMinor: 20_000 })).toBe(0);
    expect(decideCreditNote({ ...sums, code: "10" }, 10_000).ok).toBe(true);
    expect(decideCreditNote({ ...sums, code: "10" }, 10_001)).toEqual({
      ok: false,
      error: "more_than_invoiced",
    });
    expect(decideCreditNote({ ...sums, code: "91" }, 1)).toEqual({ ok: false, error: "not_allowed_now" });
    expect(decideNewInvoice({ invoiceDate: "2025-02-01", dueDate: "2025-01-31" }).ok).toBe(false);
    expect(decideNewInvoice({ invoiceDate: "2025-02-01", dueDate: "2025-02-01" }).ok).toBe(true);
  });
});

describe("money for an invoice", () => {
  const sums = {
    amountMinor: 10_000,
    creditedMinor: 0,
    paidMinor: 0,
    adminCostsMinor: 1_500,
    adminCostsPaidMinor: 0,
  };

  it.each([
    [4_000, 4_000, 0],
    [10_000, 10_000, 0],
    [11_000, 10_000, 1_000],
    [11_500, 10_000, 1_500],
    [12_000, 10_500, 1_500],
  ])("of %i pays the invoice with %i and its costs with %i", (minor, paidMinor, costsMinor) => {
    expect(splitPayment(sums, minor)).toEqual({ paidMinor, costsMinor });
  });

  it("is taken back without a sum below nothing", () => {
    const paid = { ...sums, paidMinor: 10_000, adminCostsPaidMinor: 1_500 };
    expect(splitRefund(paid, 2_500)).toEqual({ paidMinor: 2_500, costsMinor: 0 });
    expect(splitRefund(paid, 11_500)).toEqual({ paidMinor: 10_000, costsMinor: 1_500 });
    expect(splitRefund(paid, 99_999)).toEqual({ paidMinor: 10_000, costsMinor: 1_500 });
  });
});

describe("a step", () => {
  const can = {
    ...({ code: "10", amountMinor: 100, creditedMinor: 0, paidMinor: 0 } as const),
    ...{ isDebtorPaused: false, runsSteps: true, hasStep: true },
  };

  it.each([
    [{}, null],
    [{ code: "20" }, "not_allowed_now"],
    [{ paidMinor: 100 }, "nothing_open"],
    [{ hasStep: false }, "no_step"],
    [{ runsSteps: false }, "test_invoice"],
    [{ isDebtorPaused: true }, "debtor_paused"],
    [{ isDebtorPaused: true, hasStep: false }, "debtor_paused"],
  ] as const)("with %j is refused for %s", (change, reason) => {
    const decided = decideStep({ ...can, ...change });
    expect(decided.ok ? null : decided.error).toBe(reason);
  });

  it("what is paid gets no plan and goes to no agency", () => {
    const paid = { ...can, paidMinor: 100, adminCostsMinor: 0, adminCostsPaidMinor: 0 };
    expect(decideEvent(paid, "plan")).toEqual({ ok: false, error: "nothing_open" });
    expect(decideEvent(paid, "hand_over")).toEqual({ ok: false, error: "nothing_open" });
    expect(decideEvent(paid, "pause")).toEqual({ ok: true, value: "20" });
  });
});
