import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guessLocale, isLocale } from "@/lib/kernel/locale";

describe("the first guess from the browser", () => {
  it.each([
    ["nl-NL,nl;q=0.9,en;q=0.8", "nl"],
    ["fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", "de"],
    ["en;q=0.3, pl;q=0.9", "pl"],
    ["FI", "fi"],
    ["fr", "en"],
    ["", "en"],
    [null, "en"],
    ["*", "en"],
    ["de;q=nonsense", "de"],
  ])("%j is %s", (head, locale) => {
    expect(guessLocale(head)).toBe(locale);
  });

  it("is one of ours for any head", () => {
    fc.assert(fc.property(fc.string(), (head) => isLocale(guessLocale(head))));
  });
});
