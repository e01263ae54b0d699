export const permissions = [
  "payments:read",
  "payments:create",
  "payments:refund",
  "payments:capture",
  "payments:update",
  "payments:cancel",
  "payments:export",
  "refunds:approve",
  "refunds:override",
  "subscriptions:read",
  "subscriptions:manage",
  "data_requests:read",
  "data_requests:manage",
  "messages:read",
  "pushes:resend",
  "bounces:read",
  "bounces:report",
  "bounces:resend",
  "suppressions:lift",
  "invoices:read",
  "invoices:manage",
  "exports:read",
  "secrets:reveal",
  "settings:manage",
  "people:manage",
  "audit:read",
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ["owner", "manager", "finance", "support", "viewer"] as const;
export type Role = (typeof roles)[number];

/** What each role may do. Refund, capture, approve, resend, export, reveal and settings are rights of their own. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  manager: [
    "payments:read",
    "payments:refund",
    "payments:capture",
    "payments:update",
    "payments:cancel",
    "payments:export",
    "subscriptions:read",
    "subscriptions:manage",
    "data_requests:read",
    "data_requests:manage",
    "messages:read",
    "pushes:resend",
    "bounces:read",
    "bounces:resend",
    "suppressions:lift",
    "invoices:read",
    "invoices:manage",
    "exports:read",
    "audit:read",
  ],
  finance: [
    "payments:read",
    "payments:export",
    "subscriptions:read",
    "data_requests:read",
    "bounces:read",
    "invoices:read",
    "invoices:manage",
    "exports:read",
    "audit:read",
  ],
  support: [
    "payments:read",
    "subscriptions:read",
    "data_requests:read",
    "messages:read",
    "pushes:resend",
    "bounces:read",
    "bounces:resend",
    "invoices:read",
  ],
  viewer: ["payments:read", "subscriptions:read", "data_requests:read", "bounces:read", "invoices:read"],
};

/** Unknown roles have no rights. */
export const permissionsOf = (role: string): ReadonlySet<Permission> =>
  new Set(Object.hasOwn(rolePermissions, role) ? rolePermissions[role as Role] : []);

declare const proven: unique symbol;
/** A merchant id that a session, a credential or a claimed job has proven. Made only by `platform/scope`. */
export type MerchantScope = string & { readonly [proven]: true };

/** Who acts. The label is what history and audit show: `user:Eva`, `api:shop key`, `system:settlement`. */
export type Actor = {
  readonly kind: "user" | "api" | "system";
  readonly id: string;
  readonly name: string;
  readonly scope: MerchantScope;
  readonly may: ReadonlySet<Permission>;
  readonly address: string | null;
};

/** How history, audit and attempts name an actor: kind, a colon, the name. */
export const actorLabel = (actor: Pick<Actor, "kind" | "name">) => `${actor.kind}:${actor.name}`;

/** The same person or key under every name: what the database compares when two people are needed. */
export const identityOf = (actor: Pick<Actor, "kind" | "id">) => `${actor.kind}:${actor.id}`;
