import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchQuery, searchWords } from "@/lib/kernel/search-words";

describe("words of a message", () => {
  it.each([
    [
      "JSON",
      `{"orderreference":"A-77","baseamount":1050}`,
      ["orderreference", "a-77", "77", "baseamount", "1050"],
    ],
    [
      "escaped JSON",
      String.raw`{"name":"J\u00f6rg\nMaier","url":"https:\/\/shop.example\/a"}`,
      ["jorg", "maier", "shop.example"],
    ],
    ["JSON in JSON", String.raw`{"body":"{\\\"ref\\\":\\\"B-1\\\"}"}`, ["ref", "b-1"]],
    [
      "a form",
      "email=anna%40example.pl&name=J%C3%B6rg+Maier",
      ["anna@example.pl", "example.pl", "anna", "jorg", "maier"],
    ],
    [
      "XML",
      "<ref type='x'>12-9-1000001</ref><n>Tom &amp; J&#246;rg</n>",
      ["12-9-1000001", "1000001", "tom", "jorg"],
    ],
    [
      "an address",
      "https://www.shop.example/push?order=A-77#x",
      ["www.shop.example", "shop", "push", "order", "a-77"],
    ],
    [
      "identifiers and moments",
      `{"id":"0199e1aa-1111-7222-8333-944455556666","at":"2026-11-22T16:50:02.123Z"}`,
      ["id", "0199e1aa-1111-7222-8333-944455556666", "at", "2026-11-22"],
    ],
    ["a masked card number", `"pan":"411111******1111"`, ["411111", "1111"]],
    ["other scripts", "Łódź 東京 Ελλάδα", ["łodz", "東京", "ελλαδα"]],
  ])("in %s", (_what, text, expected) => {
    expect(searchWords(text)).toEqual(expect.arrayContaining(expected));
  });

  it("take an identifier and a moment for one word, as the search for them does", () => {
    const id = "0199e1aa-1111-7222-8333-944455556666";
    expect(searchWords(`${id} 2026-11-22T16:50:02.123+01:00`)).toEqual([id, "2026-11-22"]);
    expect(searchQuery(`${id.toUpperCase()} 2026-11-22T16:50:02Z`)).toBe(`'${id}' & '2026-11-22'`);
  });

  it("are bounded in number and length", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `w${String(index)}`).join(" ");
    expect(searchWords(many)).toHaveLength(1_500);
    expect(searchWords("x".repeat(10_000))).toEqual(["x".repeat(64)]);
  });

  it("hold nothing but letters, figures and the signs within references, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) =>
        searchWords(text, `%ff${text}`).every((word) => /^[\p{L}\p{N}._@-]+$/u.test(word)),
      ),
      { numRuns: 500 },
    );
  });

  it("takes no longer for 256 KB of one sign", () => {
    for (const part of ["%", "%41", "\\", "\\u0041", "a-", "&#1;", "a.b@"]) {
      const startedMs = performance.now();
      searchWords(part.repeat(Math.ceil((256 * 1024) / part.length)));
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    }
  });
});

describe("what was typed", () => {
  it.each([
    ["A-77", "'a-77'"],
    ["Jörg Maier", "'jorg' & 'maier'"],
    [`"orderreference":"A-77"`, "'orderreference' & 'a-77'"],
    ["ORD-2026*", "'ord-2026':*"],
    ["amount=100 amount=100", "'amount' & '100'"],
    ["'; drop table exchange --", "'drop' & 'table' & 'exchange'"],
    ["*", null],
    ["  ", null],
  ])("%s asks for %s", (typed, query) => {
    expect(searchQuery(typed)).toBe(query);
  });

  it("finds any text by any of its own words", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const words = new Set(searchWords(text));
        const asked = (searchQuery(text) ?? "")
          .split(" & ")
          .filter((lexeme) => lexeme !== "" && !lexeme.endsWith(":*"));
        return asked.every((lexeme) => words.has(lexeme.slice(1, -1)));
      }),
    );
  });
});
