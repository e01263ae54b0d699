import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyKindOf, bodyLines, bodyParameters } from "@/lib/kernel/body-lines";

describe("a body laid out for reading", () => {
  it.each([
    [
      "json",
      `{"a":[1,{"b":12345678901234567890}],"c":{},"d":[]}`,
      `{\n  "a": [\n    1,\n    {\n      "b": 12345678901234567890\n    }\n  ],\n  "c": {},\n  "d": []\n}`,
    ],
    [
      "xml",
      `<?xml version="1.0"?><a x="1"><b>text</b><c/><d></d></a>`,
      `<?xml version="1.0"?>\n<a x="1">\n  <b>text</b>\n  <c/>\n  <d></d>\n</a>`,
    ],
    [
      "form",
      "name=J%C3%B6rg+Maier&empty=&pan=411111******1111",
      "name = Jörg Maier\nempty = \npan = 411111******1111",
    ],
    ["text", "plain words", "plain words"],
    ["text", `{"broken":`, `{"broken":`],
    ["text", "", ""],
  ])("%s", (kind, text, lines) => {
    expect(bodyKindOf(text)).toBe(kind);
    expect(bodyLines(text)).toBe(lines);
  });

  it("says the same as before, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(bodyLines(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(["<!--", "<![CDATA[", "<a", "<a ", "<a>", "{", "[", "a=", "<a b", '"\\\\'])(
    "takes no longer for 128 KB of %s",
    (part) => {
      const text = `<${part.repeat(Math.ceil((128 * 1024) / part.length))}>`;
      const startedMs = performance.now();
      for (const body of [text, text.slice(1)]) {
        bodyLines(body);
        bodyParameters(body);
      }
      expect(performance.now() - startedMs).toBeLessThan(4_000);
    },
  );

  it("is not thrown by brackets alone", () => {
    for (const nested of [
      `${"[".repeat(4_000)}1${"]".repeat(4_000)}`,
      `${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`,
    ]) {
      expect(bodyKindOf(nested)).toBe("json");
      expect(bodyLines(nested).length).toBeLessThan(1_000_000);
      expect(bodyParameters(nested)).toHaveLength(1);
    }
  });

  it("is not thrown by any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("<", "{", "a=", "["), (text, start) => {
        const body = `${start}${text}>`;
        expect(typeof bodyLines(body)).toBe("string");
        expect(bodyParameters(body).length).toBeLessThanOrEqual(500);
      }),
    );
  });
});

describe("parameters of a body", () => {
  it.each([
    [
      "JSON",
      `{"request":[{"amount":1050,"note":"a\\"b"},{"ok":true}],"n":null}`,
      [
        ["request[0].amount", "1050"],
        ["request[0].note", 'a"b'],
        ["request[1].ok", "true"],
        ["n", "null"],
      ],
    ],
    [
      "XML",
      `<r><b currency="EUR">1050</b><c at='x'/><d><![CDATA[a<b]]></d></r>`,
      [
        ["r/b@currency", "EUR"],
        ["r/b", "1050"],
        ["r/c@at", "x"],
        ["r/d", "a<b"],
      ],
    ],
    [
      "a form",
      "a=1&b=two+words",
      [
        ["a", "1"],
        ["b", "two words"],
      ],
    ],
    ["text", "no parameters here", []],
  ] as const)("%s", (_what, text, expected) => {
    expect(bodyParameters(text).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it("holds every value of a flat JSON object", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.string(), { maxKeys: 20, noNullPrototype: true }),
        (object) => {
          const told = bodyParameters(JSON.stringify(object));
          expect(told.map(({ name, value }) => [name, value])).toEqual(Object.entries(object));
        },
      ),
    );
  });
});
