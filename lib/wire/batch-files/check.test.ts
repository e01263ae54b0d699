import { describe, expect, it } from "vitest";
import { checkCaptureFile, handedRows } from "@/lib/wire/batch-files/check";
import { bytesOf } from "@/lib/wire/batch-files/lines";

const payId = "0123456789abcdef0123456789abcdef";
const file = (...lines: readonly string[]) => bytesOf(lines.join("\r\n"));

describe("the check before sending", () => {
  it("names line, field and reason of each error and sums up what can be read", () => {
    const check = checkCaptureFile(
      file(
        "HEAD,DemoShop,20250115,1.3",
        `CC,Capture,1500,EUR,ORD-1,1,${payId}`,
        `CC,Capture,0700,USD,ORD-2,2,${payId},Y`,
        "CC,Capture,,EUR,ORD-3,3,xyz",
        "FOOT,3,2200",
      ),
      "DemoShop",
    );
    expect(check).toMatchObject({ version: "1.3", rows: 3, wrongRows: 2, problems: [] });
    expect(check.errors).toEqual([
      { line: 3, field: "finish_auth", reason: "needs_version_1_4" },
      { line: 4, field: "amount", reason: "missing" },
      { line: 4, field: "pay_id", reason: "malformed" },
    ]);
    expect(check.totals).toEqual([
      { rows: 1, amount: { minor: 1500, currency: "EUR" } },
      { rows: 1, amount: { minor: 700, currency: "USD" } },
    ]);
  });

  it("counts all wrong rows and tells the first hundred", () => {
    const lines = Array.from({ length: 250 }, () => `CC,Capture,0,EUR,A,1,${payId}`);
    const check = checkCaptureFile(file(...lines), "DemoShop");
    expect(check.wrongRows).toBe(250);
    expect(check.errors).toHaveLength(100);
  });

  it("reads no further than a hundred thousand wrong rows", () => {
    const noise = Buffer.alloc(400_000, "a\n");
    expect(checkCaptureFile(noise, "DemoShop")).toMatchObject({ rows: 100_000, wrongRows: 100_000 });
  });

  it("keeps a wrong row with a code of eight digits and its reasons", () => {
    const rows = [
      ...handedRows(file(`CC,Capture,1500,EUR,A,1,${payId}`, "CC,Capture,,EUR,A,1,xyz", "CC"), "DemoShop"),
    ];
    expect(rows.map(({ number, outcome, code, text }) => [number, outcome, code, text])).toEqual([
      [1, "waiting", null, null],
      [2, "failed", "20100050", "Amount is missing; PayID is malformed"],
      [3, "failed", "20110100", "Row has neither seven nor eight columns"],
    ]);
  });
});
