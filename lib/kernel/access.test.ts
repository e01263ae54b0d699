import { describe, expect, it } from "vitest";
import {
  actorLabel,
  identityOf,
  permissions,
  permissionsOf,
  rolePermissions,
  roles,
} from "@/lib/kernel/access";

/** Who may what, written out a second time: a right that changes must be changed here as well. */
const matrix: Record<string, string> = {
  "payments:read": "owner manager finance support viewer",
  "payments:create": "owner",
  "payments:refund": "owner manager",
  "payments:capture": "owner manager",
  "payments:update": "owner manager",
  "payments:cancel": "owner manager",
  "payments:export": "owner manager finance",
  "refunds:approve": "owner",
  "refunds:override": "owner",
  "subscriptions:read": "owner manager finance support viewer",
  "subscriptions:manage": "owner manager",
  "data_requests:read": "owner manager finance support viewer",
  "data_requests:manage": "owner manager",
  "messages:read": "owner manager support",
  "pushes:resend": "owner manager support",
  "bounces:read": "owner manager finance support viewer",
  "bounces:report": "owner",
  "bounces:resend": "owner manager support",
  "suppressions:lift": "owner manager",
  "invoices:read": "owner manager finance support viewer",
  "invoices:manage": "owner manager finance",
  "exports:read": "owner manager finance",
  "secrets:reveal": "owner",
  "settings:manage": "owner",
  "people:manage": "owner",
  "audit:read": "owner manager finance",
};

describe("rights", () => {
  it.each(permissions)("%s is held by exactly the roles of the matrix", (permission) => {
    const holders = roles.filter((role) => permissionsOf(role).has(permission));
    expect(holders.join(" ")).toBe(matrix[permission]);
  });

  it("lists no right twice and names each as noun:verb", () => {
    for (const role of roles) expect(new Set(rolePermissions[role]).size).toBe(rolePermissions[role].length);
    for (const permission of permissions) expect(permission).toMatch(/^[a-z_]+:[a-z]+$/);
  });

  it.each(["admin", "", "Owner", "constructor", "__proto__", "toString"])(
    "the unknown role %j has none",
    (role) => {
      expect(permissionsOf(role).size).toBe(0);
    },
  );

  it("names an actor by kind and name", () => {
    expect(actorLabel({ kind: "user", name: "Eva" })).toBe("user:Eva");
  });

  it("knows a person by identity, whatever the name", () => {
    expect(identityOf({ kind: "user", id: "1" })).toBe("user:1");
  });
});
