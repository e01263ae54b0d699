import { describe, expect, it } from "vitest";
import { classify, enhancedCodeIn, returnTokenIn, type BounceClass } from "@/lib/kernel/bounces";

const mail = (code: string | null, reason: string, source: "report" | "gave_up" = "report") =>
  classify({ channel: "email", source, code, reason });

describe("the class of a bounce (domain.md 2.8)", () => {
  it.each<[string, BounceClass, boolean]>([
    ["5.1.1", "unknown_user", true],
    ["5.1.2", "unknown_host", true],
    ["5.2.1", "disabled", true],
    ["5.2.2", "mailbox_full", false],
    ["4.2.2", "mailbox_full", false],
    ["5.7.1", "policy", false],
    ["5.7.26", "policy", false],
    ["4.4.1", "expired", false],
    ["4.4.7", "expired", false],
    ["5.3.4", "too_large", false],
    ["5.6.0", "other", false],
  ])("%s is %s", (code, found, isHard) => {
    expect(mail(code, "the server's words")).toEqual({ class: found, code, isHard });
  });

  it.each<[string | null, string, string | null, BounceClass]>([
    ["5.0.0", "550 5.1.1 The email account that you tried to reach does not exist", "5.1.1", "unknown_user"],
    ["5.0.0", "Postfach voll", "5.0.0", "mailbox_full"],
    [null, "552 Message size exceeds fixed maximum message size", null, "too_large"],
    [null, "550 This account has been disabled", null, "disabled"],
    [null, "550 gebruiker onbekend", null, "unknown_user"],
    [null, "554 Your IP is listed at blocklist.example", null, "policy"],
    [null, "421 connection timed out", null, "expired"],
    ["5.4.1", "550 5.4.1 Recipient address rejected: Access denied", "5.4.1", "unknown_user"],
    ["5.0.0", "550 something that nobody has heard before", "5.0.0", "other"],
  ])("of %s and %j the code is %s and the class %s", (code, reason, best, found) => {
    expect(mail(code, reason)).toMatchObject({ code: best, class: found });
  });

  it("calls nothing hard that may pass", () => {
    expect(mail(null, "450 4.1.1 user unknown for now").isHard).toBe(false);
    expect(mail(null, "450 user unknown for now").isHard).toBe(false);
    expect(mail("5.1.1", "550 user unknown", "gave_up").isHard).toBe(false);
    expect(mail(null, "the server could not be reached", "gave_up")).toMatchObject({ class: "expired" });
  });

  it("finds a code behind a reply and none in addresses and versions", () => {
    expect(enhancedCodeIn("host mx[192.5.1.1] running 4.7.1.2 said: 550-5.2.1 gone")).toBe("5.2.1");
    expect(enhancedCodeIn("550 #5.1.0 Address rejected")).toBe("5.1.0");
    expect(enhancedCodeIn("from 10.5.1.1 by Exim 4.97.1")).toBeNull();
  });
});

it("reads the token of a return path in any case, and no other", () => {
  const token = "k3j5h7g9f1d2s4a6p8o0i2u4y6";
  expect(returnTokenIn(`<Bounce+${token.toUpperCase()}@portal.example>`)).toBe(token);
  expect(returnTokenIn(`nobounce+${token}@portal.example`)).toBeNull();
  expect(returnTokenIn(`bounce+${token}x@portal.example`)).toBeNull();
});
