import { now } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";

type Membership = {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly timezone: string;
  readonly isDemo: boolean;
  readonly role: string;
};

export type SessionRecord = {
  readonly id: string;
  readonly activeMerchantId: string | null;
  readonly lastSeenAt: Date;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  readonly memberships: readonly Membership[];
};

const lastSeenStepMs = 60_000;

/** The session with its person and places, in one round trip; null once it has ended, run out, or its person was disabled. */
export async function readSessionRecord(sessionId: string): Promise<SessionRecord | null> {
  const at = now();
  const { rows } = await pool().query<SessionRecord>({
    name: "session_record",
    text: `
      select s.id, s.active_merchant_id as "activeMerchantId", s.last_seen_at as "lastSeenAt",
             u.id as "userId", u.email, u.name, u.locale,
             coalesce((select json_agg(json_build_object(
               'merchantId', m.merchant_id, 'merchantName', m.merchant_name, 'timezone', m.timezone,
               'isDemo', m.is_demo, 'role', m.role)) from memberships_of(u.id) m), '[]') as memberships
      from user_session s join app_user u on u.id = s.user_id
      where s.id = $1 and s.ended_at is null and s.expires_at > $2 and u.disabled_at is null`,
    values: [sessionId, at],
  });
  const found = rows[0] ?? null;
  if (found !== null && at.getTime() - found.lastSeenAt.getTime() > lastSeenStepMs) {
    await pool().query("update user_session set last_seen_at = $2 where id = $1", [sessionId, at]);
  }
  return found;
}
