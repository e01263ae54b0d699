import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { now, systemInstantOf } from "@/lib/platform/clock";
import { askOnce, converse } from "@/lib/platform/conversation";

type Winding = {
  /** An instant of our clock; now without one. */
  readonly due?: Date;
  /** False after a run in which the host took nothing: such a lane goes before no other work. */
  readonly takes?: boolean;
};

/** Has the lane of a host worked off. */
export const windLane = (
  scope: MerchantScope,
  host: string,
  { due, takes = true }: Winding = {},
): Promise<void> =>
  converse(scope, async (conversation) => {
    const at = due === undefined ? null : systemInstantOf(due);
    conversation.tell(sql`select wind_lane(${host}, ${at}::timestamptz, ${takes}::boolean)`);
    await conversation.commit();
  });

/** Has the lanes of hosts that take pushes worked off. */
export async function windLanes(scope: MerchantScope, hosts: readonly string[]): Promise<void> {
  if (hosts.length > 0)
    await converse(scope, async (conversation) => {
      conversation.tell(
        sql`select wind_lane(host, null, true) from unnest(${[...hosts].sort()}::text[]) as h (host)`,
      );
      await conversation.commit();
    });
}

const waiting = sql`merchant_id = current_merchant() and state in ('pending', 'retrying')`;

type LaneRun = {
  readonly hasTaken: boolean;
  /** Nothing was to be had: what is due waits for one that somebody else has in hand. */
  readonly isIdle: boolean;
};
/** An idle lane looks again after this time. */
const restMs = 1_000;

/** Winds the lane for what waits longest: what is due later, or what a worker holds or held when it died. */
export async function rewindLane(scope: MerchantScope, host: string, run: LaneRun): Promise<void> {
  const instant = now();
  const [next] = await askOnce<{ at: Date | null }>(
    scope,
    sql`select least(
      (select next_attempt_at from push where ${waiting} and host = ${host} and next_attempt_at > ${instant}::timestamptz
       order by next_attempt_at limit 1),
      (select min(coalesce(held_until, next_attempt_at)) from push
       where ${waiting} and host = ${host} and next_attempt_at <= ${instant}::timestamptz)) as at`,
  );
  if (next === undefined || next.at === null) return;
  const rested = new Date(instant.getTime() + (run.isIdle ? restMs : 0));
  const due = next.at > rested ? next.at : rested;
  await windLane(scope, host, { ...(due > instant ? { due } : {}), takes: run.hasTaken });
}

/** Winds every lane of the merchant in which something is due: what a lost job left behind. */
export async function windDueLanes(scope: MerchantScope): Promise<void> {
  const lanes = await askOnce<{ host: string }>(
    scope,
    sql`select distinct host from push where ${waiting} and next_attempt_at <= ${now()}::timestamptz
        and (held_until is null or held_until <= ${now()}::timestamptz)`,
  );
  for (const { host } of lanes) await windLane(scope, host);
}
