import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  decideCreditNote,
  decideNewInvoice,
  invoiceCodes,
  invoiceEvents,
  invoiceFlow,
  openMinorOf,
} from "@/lib/features/invoices/model";

/** Domain.md 2.9. */
const allowed: Readonly<Record<string, string>> = {
  "10 pause": "20",
  "20 unpause": "10",
  "10 plan": "22",
  "22 end_plan": "10",
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

  it("knows what is open, and lets nobody credit more", () => {
    const sums = { amountMinor: 12_100, creditedMinor: 2_100, paidMinor: 5_000 };
    expect(openMinorOf(sums)).toBe(5_000);
    expect(openMinorOf({ ...sums, paidMinor: 20_000 })).toBe(0);
    expect(decideCreditNote(sums, 5_000).ok).toBe(true);
    expect(decideCreditNote(sums, 5_001)).toEqual({ ok: false, error: "more_than_open" });
    expect(decideNewInvoice({ invoiceDate: "2025-02-01", dueDate: "2025-01-31" }).ok).toBe(false);
    expect(decideNewInvoice({ invoiceDate: "2025-02-01", dueDate: "2025-02-01" }).ok).toBe(true);
  });
});
