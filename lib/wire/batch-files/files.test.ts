import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureLine, readFailureFile, type Failure } from "@/lib/wire/batch-files/failure-file";
import { batchName, failureFileName, readBatchName } from "@/lib/wire/batch-files/file-name";
import { bytesOf } from "@/lib/wire/batch-files/lines";
import { readResultFile, resultLines, type Outcome } from "@/lib/wire/batch-files/result-file";

const payId = "0123456789abcdef0123456789abcdef";

describe("names of batch files", () => {
  const known = { phase: "T", day: "2025-01-15", counter: 1, merchantId: "DemoShop" } as const;

  it.each([
    ["T20250115001DemoShop.dat", { ...known, order: "sftp" }],
    ["T20250115DemoShop001.dat", { ...known, order: "back_office" }],
    ["W20250115123DemoShop.dat", { ...known, phase: "W", counter: 123, order: "sftp" }],
    ["p20250115DemoShop999.DAT", { ...known, phase: "P", counter: 999, order: "back_office" }],
  ])("%s is read", (name, expected) => {
    expect(readBatchName(name, "DemoShop")).toEqual(expected);
  });

  it.each([
    "",
    "T20250115001Other.dat",
    "X20250115001DemoShop.dat",
    "T20250230001DemoShop.dat",
    "T20250115000DemoShop.dat",
    "T2025011501DemoShop.dat",
    "T20250115001DemoShop.txt",
    "T20250115001DemoShop.dat.exe",
    "../T20250115001DemoShop.dat",
  ])("%s is none of this merchant", (name) => {
    expect(readBatchName(name, "DemoShop")).toBeNull();
  });

  it("are read as they are written, in both orders", () => {
    const anyName = fc.record({
      phase: fc.constantFrom("T", "W", "P"),
      day: fc.constantFrom("2025-01-15", "2024-02-29", "2026-12-31"),
      counter: fc.integer({ min: 1, max: 999 }),
      merchantId: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,28}[A-Za-z_]$/),
      order: fc.constantFrom("sftp", "back_office"),
    } as const);
    fc.assert(
      fc.property(anyName, (name) => {
        expect(readBatchName(batchName(name), name.merchantId)).toEqual(name);
      }),
    );
  });
});

const failure: Failure = {
  kind: "Renewal",
  amount: { minor: 4500, currency: "EUR" },
  transId: "ORD-1001",
  refNr: "1001",
  payId,
  code: "21000305",
  description: "Declined by authorisation system",
};

describe("the F-file", () => {
  const example = [
    `CC,Renewal,4500,EUR,ORD-1001,1001,${payId},FAILED,21000305,Declined by authorisation system\r\n`,
    "CC,Splitting,2800,EUR,ORD-1007,1007,00112233445566778899aabbccddeeff,FAILED,21000391,Processing currently not possible\r\n",
  ].join("");

  it("has the name of its night and merchant", () => {
    expect(failureFileName("2025-01-15", "DemoShop")).toBe("F20250115DemoShop.dat");
  });

  it("is that of domain.md 3.5, written and read", () => {
    const split: Failure = {
      kind: "Splitting",
      amount: { minor: 2800, currency: "EUR" },
      transId: "ORD-1007",
      refNr: "1007",
      payId: "00112233445566778899aabbccddeeff",
      code: "21000391",
      description: "Processing currently not possible",
    };
    expect([failure, split].map(failureLine).join("")).toBe(example);
    expect([...readFailureFile(bytesOf(example))]).toEqual([
      { line: 1, failure },
      { line: 2, failure: split },
    ]);
  });

  it("holds ten columns and one line whatever the bank says", () => {
    const line = failureLine({ ...failure, description: "Declined, refer\r\nto issuer (Łódź, ü)" });
    expect(line.split(",")).toHaveLength(10);
    expect(line).toMatch(/,Declined {2}refer {2}to issuer \(\?ód\?  ü\)\r\n$/);
  });

  it("tells a line that is none", () => {
    const lines = [`CC,Other,1,EUR,O,1,${payId},FAILED,21000305,x`, "CC,Renewal,1", "FOOT,1,1"];
    expect([...readFailureFile(bytesOf(lines.join("\n")))].map((each) => each.failure)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("is read back as it was written", () => {
    const text = (maxLength: number) =>
      fc
        .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength })
        .map((codes) => String.fromCharCode(...codes).replace(/[,\u007f-\u009f]/g, "-"));
    const anyFailure: fc.Arbitrary<Failure> = fc.record({
      kind: fc.constantFrom("Renewal", "Splitting"),
      amount: fc.record({ minor: fc.nat(9_999_999_999), currency: fc.constantFrom("EUR", "JPY") }),
      transId: text(64),
      refNr: text(30),
      payId: fc.constant(payId),
      code: fc.constantFrom("21000305", "21000391"),
      description: text(200),
    });
    fc.assert(
      fc.property(fc.array(anyFailure), (all) => {
        const content = bytesOf(all.map(failureLine).join(""));
        expect([...readFailureFile(content)].map((each) => each.failure)).toEqual(all);
      }),
    );
  });
});

describe("the result file", () => {
  const handed = bytesOf(
    [
      "HEAD,DemoShop,20250115,1.4",
      `CC,Capture,1500,EUR,B\u00fccher,1,${payId},Y`,
      "CC,nonsense",
      "FOOT,2,1500",
    ].join("\n"),
  );
  const outcomes: ReadonlyMap<number, Outcome> = new Map([
    [2, { status: "OK", code: "00000000", description: "success" }],
    [3, { status: "FAILED", code: "20110000", description: "not 7 columns, but 2" }],
  ]);
  const outcomeOf = (line: number): Outcome =>
    outcomes.get(line) ?? { status: "PENDING", code: "61000001", description: "" };

  it("is the same file with what became of each row", () => {
    expect([...resultLines(handed, outcomeOf)]).toEqual([
      "HEAD,DemoShop,20250115,1.4\r\n",
      `CC,Capture,1500,EUR,B\u00fccher,1,${payId},Y,OK,00000000,success\r\n`,
      "CC,nonsense,FAILED,20110000,not 7 columns  but 2\r\n",
      "FOOT,2,1500\r\n",
    ]);
  });

  it("gives rows and outcomes back", () => {
    const content = bytesOf([...resultLines(handed, outcomeOf)].join(""));
    expect([...readResultFile(content)]).toEqual([
      { line: 2, text: `CC,Capture,1500,EUR,B\u00fccher,1,${payId},Y`, ...outcomeOf(2) },
      { line: 3, text: "CC,nonsense", ...outcomeOf(3), description: "not 7 columns  but 2" },
    ]);
  });

  it("gives any rows and outcomes back", () => {
    const column = fc.stringMatching(/^[a-z0-9\u00e0-\u00ff-]{1,10}$/);
    const anyOutcome: fc.Arbitrary<Outcome> = fc.record({
      status: fc.constantFrom("OK", "FAILED", "PENDING"),
      code: fc.stringMatching(/^\d{8}$/),
      description: column,
    });
    const anyRow = fc.record({
      text: fc.array(column, { minLength: 1, maxLength: 9 }).map((all) => all.join(",")),
      outcome: anyOutcome,
    });
    fc.assert(
      fc.property(fc.array(anyRow), (all) => {
        const content = bytesOf(all.map(({ text }) => `${text}\n`).join(""));
        const written = [...resultLines(content, (line) => all[line - 1]?.outcome ?? outcomeOf(0))].join("");
        expect([...readResultFile(bytesOf(written))]).toEqual(
          all.map(({ text, outcome }, place) => ({ line: place + 1, text, ...outcome })),
        );
      }),
    );
  });
});
