import sql, { type Sql } from "sql-template-tag";
import { events, type EventIds, type EventName, type EventPayload } from "@/lib/kernel/events";
import type { Actor, MerchantScope } from "@/lib/kernel/access";
import { systemInstantOf } from "@/lib/platform/clock";
import { proveScope } from "@/lib/platform/scope";

export type EmitOptions = {
  readonly runAt?: Date;
  /** Scheduling the same key again moves the waiting job instead of adding one. */
  readonly key?: string;
};

/** Adds a job in the caller's transaction: it exists exactly when the change exists. */
export function jobOf<N extends EventName>(
  scope: MerchantScope,
  event: N,
  ids: EventIds<N>,
  options: EmitOptions = {},
): Sql {
  const payload = JSON.stringify({ version: 1, merchantId: scope, ...ids });
  const runAt = options.runAt === undefined ? null : systemInstantOf(options.runAt);
  return sql`select enqueue_job(${event}, ${payload}::json, ${runAt}::timestamptz, ${options.key ?? null})`;
}

export type Claimed<N extends EventName> = { readonly payload: EventPayload<N>; readonly actor: Actor };

/** Proves a job's scope: only committed transactions of that merchant could have written it. */
export function claim<N extends EventName>(event: N, payload: unknown): Claimed<N> {
  const read = events[event].parse(payload) as EventPayload<N>;
  return { payload: read, actor: systemActor(read.merchantId, event) };
}

export const systemActor = (merchantId: string, name: string): Actor => ({
  kind: "system",
  id: name,
  name,
  scope: proveScope(merchantId),
  may: new Set(),
  address: null,
});
