import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  csvFormat,
  csvProfiles,
  csvStart,
  isCsvProfile,
  type CsvProfile,
  type CsvWords,
} from "@/lib/listing/csv";
import type { Column } from "@/lib/listing/spec";

type Row = {
  readonly id: string;
  readonly at: Date | null;
  readonly note: string | null;
  readonly status: string;
  readonly method: { readonly code: string; readonly detail: string | null } | null;
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly items: number;
};

const columns: readonly Column<Row>[] = [
  { key: "at", kind: "instant" },
  { key: "id", kind: "id" },
  { key: "note", kind: "text" },
  { key: "status", kind: "status" },
  { key: "method", kind: "coded" },
  { key: "amount", kind: "money" },
  { key: "items", kind: "count" },
];
const words: CsvWords = {
  head: (key, part) => (part === "value" ? `${key} (nl)` : `${key} ${part} (nl)`),
  word: (_key, code) => `word of ${code}`,
};
const row: Row = {
  id: "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d",
  at: new Date("2026-03-29T01:00:00.250Z"),
  note: "A-12",
  status: "completed",
  method: { code: "card", detail: "visa •••• 1111" },
  amount: { minor: -1234_50, currency: "EUR" },
  items: -3,
};

const formatOf = (profile: CsvProfile) =>
  csvFormat({ profile, columns, timezone: "Europe/Amsterdam", words });
const lineOf = (profile: CsvProfile, change: Partial<Row> = {}) =>
  formatOf(profile).line({ ...row, ...change });
/** The cell of one text column, as written. */
const note = (profile: CsvProfile, text: string | null) =>
  csvFormat<Row>({ profile, columns: [{ key: "note", kind: "text" }], timezone: "UTC", words }).line({
    ...row,
    note: text,
  });

it("a date and a status that is not there are empty, in as many fields as ever", () => {
  type Plain = { readonly id: string; readonly due: string | null; readonly state: string | null };
  const format = csvFormat<Plain>({
    profile: "excel-english",
    columns: [
      { key: "due", kind: "day" },
      { key: "state", kind: "status" },
    ],
    timezone: "UTC",
    words,
  });
  expect(format.line({ id: "1", due: "2026-03-01", state: "open" })).toBe("2026-03-01,open,word of open\r\n");
  expect(format.line({ id: "2", due: null, state: null })).toBe(",,\r\n");
});

const separators: Record<CsvProfile, string> = { "excel-local": ";", "excel-english": ",", plain: "," };

/** A reader by the letter of RFC 4180, knowing nothing of the writer. */
function read(text: string, separator: string): string[][] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\r\n${separator}]*))(${separator}|\r\n)`, "y");
  const records: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const [, quoted, bare = "", end] = cell.exec(text) ?? expect.fail(`no cell in ${JSON.stringify(text)}`);
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "\r\n") records.push([]);
  }
  expect(records.pop()).toEqual([]);
  return records;
}

describe("the three profiles of product.md 5.3", () => {
  it("Excel, my country: semicolon, BOM, comma, local time with its offset, heads of the language", () => {
    expect(csvStart("excel-local")).toBe("\uFEFF");
    expect(formatOf("excel-local").head).toBe(
      "at (nl);at offset (nl);id (nl);note (nl);status code (nl);status word (nl);" +
        "method code (nl);method word (nl);method detail (nl);amount (nl);amount currency (nl);items (nl)\r\n",
    );
    expect(lineOf("excel-local")).toBe(
      "2026-03-29 03:00:00;+02:00;019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d;A-12;completed;word of completed;" +
        "card;word of card;visa •••• 1111;-1234,50;EUR;-3\r\n",
    );
  });

  it("Excel, English: comma, BOM, point", () => {
    expect(csvStart("excel-english")).toBe("\uFEFF");
    expect(lineOf("excel-english")).toContain("2026-03-29 03:00:00,+02:00,");
    expect(lineOf("excel-english")).toContain(",-1234.50,EUR,-3\r\n");
  });

  it("Plain: comma, no BOM, point, ISO 8601 with offset, fixed English heads", () => {
    expect(csvStart("plain")).toBe("");
    expect(formatOf("plain").head).toBe(
      "at,id,note,status_code,status_word,method_code,method_word,method_detail,amount,amount_currency,items\r\n",
    );
    expect(lineOf("plain")).toBe(
      "2026-03-29T03:00:00.250+02:00,019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d,A-12,completed,word of completed," +
        "card,word of card,visa •••• 1111,-1234.50,EUR,-3\r\n",
    );
  });

  it("tells the two hours of 2:30 apart when winter begins", () => {
    const first = lineOf("excel-local", { at: new Date("2026-10-25T00:30:00Z") });
    const second = lineOf("excel-local", { at: new Date("2026-10-25T01:30:00Z") });
    expect(first).toMatch(/^2026-10-25 02:30:00;\+02:00;/);
    expect(second).toMatch(/^2026-10-25 02:30:00;\+01:00;/);
  });

  it("knows no other profile", () => {
    expect(["plain", "excel", "__proto__", ""].map(isCsvProfile)).toEqual([true, false, false, false]);
  });
});

describe("amounts", () => {
  it.each([
    [{ minor: 5800, currency: "JPY" }, "5800,JPY"],
    [{ minor: 1_234, currency: "KWD" }, "1.234,KWD"],
    [{ minor: -5, currency: "EUR" }, "-0.05,EUR"],
    [null, ","],
  ])("%j is %s: the right places, no thousands mark, currency in its own column", (amount, cells) => {
    expect(lineOf("plain", { amount })).toContain(`1111,${cells},-3`);
  });
});

describe("the formula guard (ASVS 1.2.10)", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])("makes the text %j inert", (text) => {
    for (const profile of csvProfiles) {
      expect(read(note(profile, text), separators[profile])[0]?.[0]).toBe(`'${text}`);
    }
  });

  it("guards a text that begins with a line break or NUL", () => {
    expect(read(note("plain", "\r=1"), ",")).toEqual([["'\r=1"]]);
    expect(note("excel-local", "\r=1")).toBe(" =1\r\n");
    expect(read(note("plain", "\0=1"), ",")).toEqual([["'\0=1"]]);
  });

  it("leaves numbers alone: negative amounts and counts stay numbers", () => {
    for (const profile of csvProfiles) expect(lineOf(profile)).not.toContain("'");
  });
});

describe("text", () => {
  it.each(["4111111111111111", "000123", "123456789012", "5/10"])(
    "%s stays text in a spreadsheet",
    (digits) => {
      expect(note("excel-local", digits)).toBe(`"=""${digits}"""\r\n`);
      expect(note("plain", digits)).toBe(`${digits}\r\n`);
    },
  );

  it.each(["12345678901", "7", "0", "12-9-1000001"])("%s needs no such guard", (text) => {
    expect(note("excel-english", text)).toBe(`${text}\r\n`);
  });

  it("loses its line breaks in Excel and keeps them in Plain", () => {
    expect(note("excel-english", "a\r\nb\n\nc")).toBe("a b c\r\n");
    expect(note("plain", "a\r\nb")).toBe('"a\r\nb"\r\n');
  });

  it("is quoted by RFC 4180, and only where it must be", () => {
    expect(note("plain", 'say "hi", twice')).toBe('"say ""hi"", twice"\r\n');
    expect(note("excel-local", "a,b")).toBe("a,b\r\n");
    expect(note("excel-local", "a;b")).toBe('"a;b"\r\n');
  });

  it("that is missing is an empty cell", () => {
    expect(note("plain", null)).toBe("\r\n");
    expect(lineOf("plain", { at: null, method: null })).toContain("completed,,,,-1234.50");
  });
});

const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^[=+\-@;,"'\r\n\t0-9a-z ]{0,12}$/),
);
const rows: fc.Arbitrary<Row> = fc.record({
  id: fc.uuid(),
  at: fc.option(fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })),
  note: fc.option(texts),
  status: fc.constantFrom("completed", "failed"),
  method: fc.option(fc.record({ code: fc.constantFrom("card", "ideal"), detail: fc.option(texts) })),
  amount: fc.option(fc.record({ minor: fc.integer(), currency: fc.constantFrom("EUR", "JPY", "KWD") })),
  items: fc.integer(),
});

describe("whatever the rows hold", () => {
  it.each(csvProfiles)(
    "%s has as many cells in each line as in its head, and every line ends in CRLF",
    (profile) => {
      const format = formatOf(profile);
      const width = read(format.head, separators[profile])[0]?.length;
      fc.assert(
        fc.property(fc.array(rows, { maxLength: 5 }), (some) => {
          const records = read(some.map(format.line).join(""), separators[profile]);
          expect(records).toHaveLength(some.length);
          for (const record of records) expect(record).toHaveLength(width ?? 0);
        }),
      );
    },
  );

  it("Plain gives back the text, the guard's mark aside", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const cell = read(note("plain", text), ",")[0]?.[0];
        expect([text, `'${text}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\0]/);
      }),
    );
  });
});
