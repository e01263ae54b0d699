import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, likelyAddress, likelyDomain } from "@/lib/kernel/mail-domains";

describe("the domain that was probably meant", () => {
  it.each([
    ["gmial.com", "gmail.com"],
    ["gmai.com", "gmail.com"],
    ["gnail.com", "gmail.com"],
    ["gmail.con", "gmail.com"],
    ["gmail.co", "gmail.com"],
    ["gmaill.com", "gmail.com"],
    ["GMIAL.COM", "gmail.com"],
    ["gmail.com.", null],
    ["hotmial.com", "hotmail.com"],
    ["hotmal.con", "hotmail.com"],
    ["hotmail.n", "hotmail.nl"],
    ["outlok.com", "outlook.com"],
    ["ziggo.l", "ziggo.nl"],
    ["zigo.nl", "ziggo.nl"],
    ["t-onlin.de", "t-online.de"],
    ["interia.p", "interia.pl"],
    ["saunalahti.f", "saunalahti.fi"],
  ])("%s is %s", (typed, meant) => {
    expect(likelyDomain(typed)).toBe(meant);
  });

  it.each([
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "wp.pl",
    "op.pl",
    "mp.pl",
    "web.nl",
    "shop.example",
    "university.edu",
    "company.com",
    "",
    ".",
    "constructor",
  ])("leaves %s alone", (domain) => {
    expect(likelyDomain(domain)).toBeNull();
  });

  it("corrects the domain and nothing else", () => {
    expect(likelyAddress("Jan.de.Vries+shop@gmial.com")).toBe("Jan.de.Vries+shop@gmail.com");
    expect(likelyAddress('"a@b"@gmial.com')).toBe('"a@b"@gmail.com');
    expect(likelyAddress("jan@gmail.com")).toBeNull();
    expect(likelyAddress("gmial.com")).toBeNull();
    expect(likelyAddress("@gmial.com")).toBeNull();
    expect(likelyAddress("+31612345678")).toBeNull();
  });

  it("never suggests what it would correct again", () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        const meant = likelyDomain(domain);
        expect(meant === null ? null : likelyDomain(meant)).toBeNull();
      }),
    );
  });
});

describe("the distance between two words", () => {
  it.each([
    ["", "", 0],
    ["a", "", 1],
    ["ab", "ba", 1],
    ["gmail", "gmial", 1],
    ["gmail", "gmali", 1],
    ["kitten", "sitting", 3],
    ["abc", "xyz", 3],
  ])("%j and %j: %i", (one, other, steps) => {
    expect(editDistance(one, other)).toBe(steps);
    expect(editDistance(other, one)).toBe(steps);
  });

  it("is nothing only between equals, and never more than the letters", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const steps = editDistance(one, other);
        expect(steps === 0).toBe(one === other);
        expect(steps).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});
