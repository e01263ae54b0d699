import { describe, expect, it } from "vitest";
import { decideAddress, isOver, maySendAgain, tidyAddress } from "@/lib/features/bounces/model";
import { bounceClasses } from "@/lib/kernel/bounces";
import { communicationKinds } from "@/lib/kernel/communications";

const at = new Date("2026-11-22T10:00:00Z");
const ago = (seconds: number) => new Date(at.getTime() - seconds * 1000);
const facts = { class: "unknown_user", kind: "payment_confirmation", resentAt: null };

describe("sending a bounced message again", () => {
  it("may be done for every class but a complaint", () => {
    const refused = bounceClasses.filter((name) => !maySendAgain({ ...facts, class: name }, at).ok);
    expect(refused).toEqual(["complaint"]);
    expect(maySendAgain({ ...facts, class: "complaint" }, at)).toEqual({ ok: false, error: "complained" });
  });

  it("needs the message (BK-E5)", () => {
    expect(maySendAgain({ ...facts, kind: null }, at)).toEqual({ ok: false, error: "no_message" });
    expect(maySendAgain({ ...facts, kind: "telegram" }, at)).toEqual({ ok: false, error: "no_message" });
  });

  it("never sends what opens an account", () => {
    const refused = communicationKinds.filter((kind) => !maySendAgain({ ...facts, kind }, at).ok);
    expect(refused).toEqual(["colleague_invitation", "password_reset"]);
  });

  it.each([
    [0, false],
    [59, false],
    [60, true],
    [3600, true],
  ])("once a minute (BK-10): %i s after the last time", (seconds, may) => {
    expect(maySendAgain({ ...facts, resentAt: ago(seconds) }, at).ok).toBe(may);
  });
});

describe("the address that it goes to", () => {
  it.each([
    ["email", "jan@gmail.com", null, null],
    ["email", "jan@@gmail.com", null, "wrong_address"],
    ["email", "jan", null, "wrong_address"],
    ["email", "jan@gmail.com\nBcc: x@y.nl", null, "wrong_address"],
    ["email", `${"a".repeat(250)}@b.nl`, null, "wrong_address"],
    ["email", "+31612345678", null, "wrong_address"],
    ["email", "jan@gmail.com", "hard_bounce", "suppressed"],
    ["email", "jan@gmail.com", "complaint", "complained"],
    ["sms", "+31612345678", null, null],
    ["sms", "0612345678", null, "wrong_address"],
    ["sms", "jan@gmail.com", null, "wrong_address"],
    ["sms", "+31612345678", "complaint", "complained"],
  ] as const)("%s %j, listed as %s: %s", (channel, address, listed, refusal) => {
    const decided = decideAddress(channel, address, listed);
    expect(decided.ok ? null : decided.error).toBe(refusal);
  });

  it("is tidied up without a change of what it means", () => {
    expect(tidyAddress("email", " Jan.De-Vries@Gmail.com ")).toBe("Jan.De-Vries@Gmail.com");
    expect(tidyAddress("sms", " +31 (6) 12-34.56 78")).toBe("+31612345678");
  });
});

describe("what a message was about is over (BK-E4)", () => {
  it.each([
    ["completed", null, true],
    ["cancelled", null, true],
    ["expired", null, true],
    ["pending", null, false],
    ["authorised", null, false],
    ["failed", null, false],
    [null, 190, true],
    [null, 891, true],
    [null, 792, false],
    [null, 12, false],
    [null, null, false],
    ["constructor", null, false],
  ])("payment %s, data request %s: %s", (payment, dataRequest, over) => {
    expect(isOver({ payment, dataRequest })).toBe(over);
  });
});
