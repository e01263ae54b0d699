import { pool } from "@/lib/platform/db";
import { digestOf } from "@/lib/platform/secrets";

/** A person who may sign in, and the merchant in whose name the portal writes: the one looked at last. */
export type Account = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
  readonly merchantId: string;
};

const account = `
  select u.id as "userId", u.name, u.email, u.locale, place.merchant_id as "merchantId"
  from app_user u cross join lateral (
    select m.merchant_id from memberships_of(u.id) m
    order by m.merchant_id = (select s.active_merchant_id from user_session s where s.user_id = u.id
      order by s.last_seen_at desc limit 1) desc nulls last, m.merchant_name, m.merchant_id limit 1) place
  where u.disabled_at is null and`;

/** Null for an address without an account, a disabled person, and one who works for nobody. */
export async function findAccount(email: string): Promise<Account | null> {
  const { rows } = await pool().query<Account>({
    name: "account_of_email",
    text: `${account} u.email = $1`,
    values: [email.trim().toLowerCase()],
  });
  return rows[0] ?? null;
}

/** What became of a link. */
export type LinkTimes = {
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly voidedAt: Date | null;
};

type Reset = LinkTimes & { readonly id: string; readonly account: Account };

/** The link by which its holder chooses a new password. Only the digest of its secret part leaves this process. */
export async function findReset(token: string): Promise<Reset | null> {
  const { rows } = await pool().query<LinkTimes & Account & { id: string }>({
    name: "reset_of_token",
    text: `
      select r.id, r.expires_at as "expiresAt", r.used_at as "usedAt", r.voided_at as "voidedAt", a.*
      from password_reset r cross join lateral (${account} u.id = r.user_id) a
      where r.token_digest = $1`,
    values: [digestOf(token)],
  });
  const [found] = rows;
  if (found === undefined) return null;
  const { id, expiresAt, usedAt, voidedAt, ...own } = found;
  return { id, expiresAt, usedAt, voidedAt, account: own };
}

/** Whose invitation a link is. */
export async function findInvitation(token: string): Promise<{ merchantId: string; id: string } | null> {
  const { rows } = await pool().query<{ merchantId: string; id: string }>({
    name: "invitation_of",
    text: `select merchant_id as "merchantId", id from invitation_of($1)`,
    values: [digestOf(token)],
  });
  return rows[0] ?? null;
}
