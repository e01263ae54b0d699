"use server";

import { z } from "zod";
import { startBulk } from "@/lib/features/bulk-pushes/commands/start";
import { bulkListings } from "@/lib/features/bulk-pushes/model";
import {
  mostTicked,
  planBulk,
  ticked,
  type BulkPlan,
  type Chosen,
} from "@/lib/features/bulk-pushes/queries/plan";
import { registered } from "@/lib/features/registry";
import { addressOf } from "@/lib/listing/address";
import { parametersOf, readListing } from "@/lib/web/listing-request";
import { requestTime } from "@/lib/web/request-time";
import { currentSession, type Session } from "@/lib/web/session";

const Wanted = z.object({
  listing: z.enum(bulkListings),
  /** Ticked rows (BK-5); none: all that match the address. */
  ids: z.array(z.uuid()).max(mostTicked),
  address: z.string().max(4000),
});
export type Wanted = z.output<typeof Wanted>;

type Refusal = "forbidden" | "unclear" | "too_many" | "more_than_agreed" | "nothing_to_send" | "stale";
type Refused = { readonly ok: false; readonly reason: Refusal };
const refused = (reason: Refusal): Refused => ({ ok: false, reason });

async function senderOf({ listing }: Wanted): Promise<Session | null> {
  const session = await currentSession();
  const permission = registered(listing)?.listing.permission;
  const may = session?.actor.may;
  return permission !== undefined && may?.has("pushes:resend") === true && may.has(permission)
    ? session
    : null;
}

type Rows = { readonly chosen: Chosen; readonly query: string | null };

/** Leaving out what was not understood would send more than was meant: then nothing is chosen. */
async function rowsOf({ merchant }: Session, { listing, ids, address }: Wanted): Promise<Rows | null> {
  if (ids.length > 0) return { chosen: ticked(ids), query: null };
  const entry = registered(listing);
  const matching = entry?.matching;
  if (entry === null || matching === undefined) return null;
  const parameters = parametersOf(new URLSearchParams(address));
  const query = await readListing(entry.listing, parameters, merchant.timezone);
  if (query.ignored.length > 0) return null;
  return {
    chosen: (scope, until, ask) => matching(scope, query, until, ask),
    query: addressOf(entry.listing, query, { page: null }).toString(),
  };
}

/** What a bulk push would do, as of now. */
export async function planPushes(
  wanted: Wanted,
): Promise<{ readonly ok: true; readonly until: string; readonly plan: BulkPlan } | Refused> {
  const read = Wanted.safeParse(wanted);
  if (!read.success) return refused("unclear");
  const session = await senderOf(read.data);
  if (session === null) return refused("forbidden");
  const rows = await rowsOf(session, read.data);
  if (rows === null) return refused("unclear");
  const until = requestTime();
  const plan = await planBulk(session.actor.scope, {
    listing: read.data.listing,
    chosen: rows.chosen,
    until,
  });
  return { ok: true, until: until.toISOString(), plan };
}

const Agreed = Wanted.extend({
  intentId: z.uuid(),
  until: z.iso.datetime(),
  agreed: z.int().positive(),
});

const planLastsMs = 15 * 60_000;

/** Begins what the plan said: the same rows, up to the same moment, and never more of them. */
export async function startPushes(
  agreed: z.output<typeof Agreed>,
): Promise<{ readonly ok: true; readonly bulkId: string } | Refused> {
  const read = Agreed.safeParse(agreed);
  if (!read.success) return refused("unclear");
  const session = await senderOf(read.data);
  if (session === null) return refused("forbidden");
  const rows = await rowsOf(session, read.data);
  if (rows === null) return refused("unclear");
  const until = new Date(read.data.until);
  const ageMs = requestTime().getTime() - until.getTime();
  if (ageMs < 0 || ageMs > planLastsMs) return refused("stale");
  const { listing, intentId } = read.data;
  const started = await startBulk(session.actor, {
    intentId,
    listing,
    ...rows,
    until,
    agreed: read.data.agreed,
  });
  return started.ok ? { ok: true, bulkId: started.value.bulkId } : refused(started.error);
}
