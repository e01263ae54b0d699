import { describe, expect, it } from "vitest";
import { linkState, maySponsor, mayGive } from "@/lib/features/people/model";
import { permissionsOf, roles } from "@/lib/kernel/access";

const now = new Date("2026-03-01T12:00:00Z");
const later = new Date("2026-03-01T12:00:01Z");
const link = { expiresAt: later, usedAt: null, voidedAt: null };

describe("a link", () => {
  it("is good until the instant at which it expires", () => {
    expect(linkState(link, now)).toBe("good");
    expect(linkState(link, later)).toBe("expired");
  });

  it("that was used or replaced says so, also when it has expired since", () => {
    expect(linkState({ ...link, usedAt: now }, later)).toBe("used");
    expect(linkState({ ...link, voidedAt: now }, later)).toBe("voided");
  });
});

describe("a role", () => {
  it("is given by who has all its rights", () => {
    for (const role of roles) expect(mayGive(permissionsOf("owner"), role)).toBe(true);
    expect(mayGive(permissionsOf("manager"), "owner")).toBe(false);
    expect(mayGive(permissionsOf("manager"), "support")).toBe(true);
    expect(mayGive(permissionsOf("finance"), "support")).toBe(false);
  });

  it("rests on who may manage people now", () => {
    expect(maySponsor("owner", "owner")).toBe(true);
    expect(maySponsor("manager", "viewer")).toBe(false);
    expect(maySponsor(null, "viewer")).toBe(false);
  });
});
