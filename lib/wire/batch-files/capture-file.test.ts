import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readCaptureFile,
  summaryOf,
  writeCaptureFile,
  type FileRow,
} from "@/lib/wire/batch-files/capture-file";
import type { CaptureRow } from "@/lib/wire/batch-files/capture-row";
import { bytesOf } from "@/lib/wire/batch-files/lines";

const merchantId = "DemoShop";
const first = "0123456789abcdef0123456789abcdef";
const second = "fedcba9876543210fedcba9876543210";
const head = `HEAD,${merchantId},20250115,1.4`;
const withY = `CC,Capture,1500,EUR,ORD-1001,1001,${first},Y`;
const plain = `CC,Capture,0700,EUR,ORD-1002,1002,${second}`;

const read = (...lines: readonly string[]) => {
  const content = bytesOf(lines.join("\r\n"));
  return { rows: [...readCaptureFile(content, merchantId)], summary: summaryOf(content, merchantId) };
};
const captured = (all: readonly FileRow[]) => all.flatMap((row) => (row.ok ? [row.row] : []));
const problemsOf = (row: string, version = "1.4") =>
  read(`HEAD,${merchantId},20250115,${version}`, row)
    .rows.flatMap((each) => (each.ok ? [] : each.problems))
    .map(({ field, reason }) => `${field} ${reason}`);

const expected: readonly CaptureRow[] = [
  {
    amount: { minor: 1500, currency: "EUR" },
    transId: "ORD-1001",
    refNr: "1001",
    payId: first,
    finishAuth: true,
  },
  {
    amount: { minor: 700, currency: "EUR" },
    transId: "ORD-1002",
    refNr: "1002",
    payId: second,
    finishAuth: false,
  },
];

describe("readCaptureFile", () => {
  it("reads the file of domain.md 3.5", () => {
    const file = read(head, withY, plain, "FOOT,2,2200", "");
    expect(captured(file.rows)).toEqual(expected);
    expect(file.rows.map(({ line, text }) => [line, text])).toEqual([
      [2, withY],
      [3, plain],
    ]);
    expect(file.summary).toEqual({
      version: "1.4",
      rows: 2,
      wrongRows: 0,
      totals: [{ rows: 2, amount: { minor: 2200, currency: "EUR" } }],
      problems: [],
    });
  });

  it("reads it with LF, with a byte order mark and with blank lines", () => {
    const text = `\n${[head, withY, plain, "FOOT,2,2200"].join("\n")}\n\n`;
    const content = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(text)]);
    expect(captured([...readCaptureFile(content, merchantId)])).toEqual(expected);
    expect(summaryOf(content, merchantId).problems).toEqual([]);
  });

  it.each([
    ["neither HEAD nor FOOT", [plain], null],
    ["no HEAD", [plain, "FOOT,1,700"], null],
    ["no FOOT", [head, plain], "1.4"],
  ])("accepts a file with %s", (_, lines, version) => {
    const file = read(...lines);
    expect(captured(file.rows)).toEqual([expected[1]]);
    expect(file.summary.problems).toEqual([]);
    expect(file.summary.version).toBe(version);
  });

  it("reads ISO-8859-1", () => {
    expect(captured(read(head, `CC,Capture,1,EUR,Bücher,1,${first}`).rows)[0]?.transId).toBe("Bücher");
  });
});

describe("A-17: the Y", () => {
  it.each(["1.4", "1.10", "2.0"])("is legal in version %s", (version) => {
    expect(problemsOf(withY, version)).toEqual([]);
  });

  it.each(["1.3", "1.0", "0.9"])("is a row error in version %s", (version) => {
    expect(problemsOf(withY, version)).toEqual(["finish_auth needs_version_1_4"]);
  });

  it("is a row error where no HEAD tells a version", () => {
    const [only] = read(withY).rows;
    expect(only).toMatchObject({
      ok: false,
      line: 1,
      problems: [{ field: "finish_auth", reason: "needs_version_1_4" }],
    });
  });

  it("may be an empty column in every version", () => {
    expect(problemsOf(`${plain},`, "1.3")).toEqual([]);
  });
});

describe("a row that is wrong", () => {
  it.each([
    ["CC,Capture,1500", ["row columns"]],
    [`CC,Capture,1500,EUR,O,1,${first},Y,more`, ["row columns"]],
    [`PP,Capture,1500,EUR,O,1,${first}`, ["method unknown_value"]],
    [`CC,Credit,1500,EUR,O,1,${first}`, ["action unknown_value"]],
    [`CC,Capture,,EUR,O,1,${first}`, ["amount missing"]],
    [`CC,Capture,15.00,EUR,O,1,${first}`, ["amount malformed"]],
    [`CC,Capture,-1,EUR,O,1,${first}`, ["amount malformed"]],
    [`CC,Capture,12345678901,EUR,O,1,${first}`, ["amount too_long"]],
    [`CC,Capture,000,EUR,O,1,${first}`, ["amount not_positive"]],
    [`CC,Capture,1,,O,1,${first}`, ["currency missing"]],
    [`CC,Capture,1,XXX,O,1,${first}`, ["currency unknown_value"]],
    [`CC,Capture,1,EUR,${"O".repeat(65)},1,${first}`, ["trans_id too_long"]],
    [`CC,Capture,1,EUR,O\u0007,1,${first}`, ["trans_id malformed"]],
    [`CC,Capture,1,EUR,O,${"1".repeat(31)},${first}`, ["ref_nr too_long"]],
    [`CC,Capture,1,EUR,O,ä,${first}`, ["ref_nr malformed"]],
    ["CC,Capture,1,EUR,O,1,", ["pay_id missing"]],
    ["CC,Capture,1,EUR,O,1,123", ["pay_id malformed"]],
    [`CC,Capture,1,EUR,O,1,${first},N`, ["finish_auth unknown_value"]],
    [
      "CC,Refund,x,XXX,O,1,1",
      ["action unknown_value", "amount malformed", "currency unknown_value", "pay_id malformed"],
    ],
  ])("%s says where and why", (row, problems) => {
    expect(problemsOf(row)).toEqual(problems);
  });

  it("leaves the others as they are, and is counted", () => {
    const file = read(head, withY, `CC,Capture,100,EUR,O,1,bad`, plain, "FOOT,3,2300");
    expect(captured(file.rows)).toEqual(expected);
    expect(file.rows[1]).toMatchObject({ line: 3, ok: false });
    expect(file.summary).toMatchObject({ rows: 3, wrongRows: 1, problems: [] });
  });
});

describe("a file that is wrong", () => {
  const reasons = (...lines: readonly string[]) =>
    read(...lines).summary.problems.map(({ line, reason }) => `${line.toString()} ${reason}`);

  it.each([
    [[], ["1 empty"]],
    [[head, "FOOT,0,0"], ["1 empty"]],
    [["HEAD,Other,20250115,1.4", plain], ["1 head_of_another_merchant"]],
    [["HEAD,DemoShop,20250115", plain], ["1 head_malformed"]],
    [["HEAD,DemoShop,15.01.2025,1.4", plain], ["1 head_malformed"]],
    [["HEAD,DemoShop,20250115,new", plain], ["1 version_unknown"]],
    [[plain, head], ["2 head_not_first"]],
    [[head, plain, "FOOT,2,700"], ["3 count_differs"]],
    [[head, plain, "FOOT,1,701"], ["3 sum_differs"]],
    [[head, plain, "FOOT,1"], ["3 foot_malformed"]],
    [[head, plain, "FOOT,1,700", plain], ["4 after_foot"]],
  ])("%j says where and why", (lines, problems) => {
    expect(reasons(...lines)).toEqual(problems);
  });

  it("is not blamed for a sum that nobody can reckon", () => {
    expect(reasons(head, `CC,Capture,x,EUR,O,1,${first}`, "FOOT,1,700")).toEqual([]);
  });

  it("is not followed without end", () => {
    expect(reasons("FOOT,0,0", ...Array.from({ length: 1000 }, () => head))).toHaveLength(50);
  });
});

describe("totals", () => {
  it("are kept by currency, and FOOT holds the sum of all numbers", () => {
    const { summary } = read(
      `CC,Capture,100,EUR,A,1,${first}`,
      `CC,Capture,5000,JPY,B,2,${first}`,
      `CC,Capture,50,EUR,C,3,${first}`,
      "FOOT,3,5150",
    );
    expect(summary.problems).toEqual([]);
    expect(summary.totals).toEqual([
      { rows: 2, amount: { minor: 150, currency: "EUR" } },
      { rows: 1, amount: { minor: 5000, currency: "JPY" } },
    ]);
  });
});

const printable = (maxLength: number, most: number) =>
  fc
    .array(fc.integer({ min: 0x20, max: most }), { maxLength })
    .map((codes) => String.fromCharCode(...codes).replace(/[,\u007f-\u009f]/g, "-"));
const anyRow: fc.Arbitrary<CaptureRow> = fc.record({
  amount: fc.record({
    minor: fc.integer({ min: 1, max: 9_999_999_999 }),
    currency: fc.constantFrom("EUR", "JPY", "KWD"),
  }),
  transId: printable(64, 0xff),
  refNr: printable(30, 0x7e),
  payId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("hex")),
  finishAuth: fc.boolean(),
});

describe("what is written", () => {
  it("is read back as it was, whole and right", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), (all) => {
        const content = writeCaptureFile({ merchantId, day: "2025-01-15", rows: all });
        expect(captured([...readCaptureFile(content, merchantId)])).toEqual(all);
        expect(summaryOf(content, merchantId)).toMatchObject({
          rows: all.length,
          wrongRows: 0,
          problems: [],
        });
      }),
    );
  }, 60_000);

  it("is the file of domain.md 3.5, but for the leading zero", () => {
    const written = writeCaptureFile({ merchantId, day: "2025-01-15", rows: expected }).toString("latin1");
    expect(written).toBe(
      [head, withY, `CC,Capture,700,EUR,ORD-1002,1002,${second}`, "FOOT,2,2200", ""].join("\r\n"),
    );
  });

  it("never throws at any bytes, and counts every line that is neither HEAD nor FOOT", () => {
    const word = fc.constantFrom(
      "HEAD",
      "FOOT",
      ",",
      "\r\n",
      "\n",
      "CC,Capture,",
      "1.4",
      "DemoShop",
      "Y",
      first,
    );
    const text = fc.array(fc.oneof(word, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          text.map((all) => bytesOf(all)),
          fc.uint8Array({ maxLength: 500 }),
        ),
        (content) => {
          const all = [...readCaptureFile(content, merchantId)];
          expect(summaryOf(content, merchantId).rows).toBe(all.length);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it("is read row by row: the first is there before the last of 100,000 is looked at", () => {
    const row = bytesOf(`CC,Capture,1,EUR,O,1,${first}\r\n`);
    const content = Buffer.concat([bytesOf(`${head}\r\n`), ...Array.from({ length: 100_000 }, () => row)]);
    const reading = readCaptureFile(content, merchantId);
    expect(reading.next()).toMatchObject({ done: false, value: { line: 2, ok: true } });
    // What is read later is what stands there later: nothing was read ahead.
    content.write("PP", content.length - row.length, "latin1");
    let last: FileRow | null = null;
    for (const each of reading) last = each;
    expect(last).toMatchObject({ line: 100_001, ok: false });
  }, 60_000);
});
