import fc from "fast-check";
import { expect, it } from "vitest";
import { isUuid } from "@/lib/kernel/uuid";

const id = "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d";

it("knows every UUID in lower case", () => {
  fc.assert(
    fc.property(fc.uuid(), (made) => {
      expect(isUuid(made)).toBe(true);
    }),
  );
});

it.each([
  ["nothing", ""],
  ["upper case", id.toUpperCase()],
  ["one sign too few", id.slice(1)],
  ["one sign too many", `${id}0`],
  ["no dashes", id.replaceAll("-", "")],
  ["a letter past f", id.replace("a", "g")],
  ["braces", `{${id}}`],
  ["a blank before it", ` ${id}`],
  ["a line end after it", `${id}\n`],
  ["a word after it", `${id}\n or true`],
])("refuses %s", (_what, text) => {
  expect(isUuid(text)).toBe(false);
});
