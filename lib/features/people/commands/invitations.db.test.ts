import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { acceptInvitation } from "@/lib/features/people/commands/accept-invitation";
import {
  inviteColleague,
  InviteInput,
  resendInvitation,
  withdrawInvitation,
} from "@/lib/features/people/commands/invitations";
import { changeRole, removeColleague } from "@/lib/features/people/commands/profile";
import { signInWithPassword } from "@/lib/features/people/commands/sign-in";
import { invitationDays, invitationPauseSeconds, mostInvitations } from "@/lib/features/people/model";
import { findColleagues, findInvitations, getInvitation } from "@/lib/features/people/queries";
import type { Actor, Role } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { invitationCaller } from "@/lib/web/link-caller";
import { actorOf } from "@/prisma/factories/payment";
import { makePerson } from "@/prisma/factories/person";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { drain } from "@/scripts/test/drain";
import { useMailbox } from "@/scripts/test/mailbox";
import { useClock } from "@/scripts/test/set-clock";

const mailsTo = useMailbox(now);
const setClock = useClock();
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

async function world(role: Role = "owner") {
  const shop = await makeShop();
  const { id } = await makePerson({ [shop.merchantId]: role });
  const actor: Actor = { ...actorOf(shop, role), id };
  return { shop, actor, email: `${randomUUID().slice(0, 8)}@example.fi` };
}

const inviteAs = (actor: Actor, email: string, role: Role = "support") =>
  inviteColleague(actor, InviteInput.parse({ email, role, name: "Maria Virtanen", locale: "nl" }));

/** Secret parts of the links in a mailbox, the oldest first. */
async function tokensOf(email: string): Promise<string[]> {
  await drain();
  const mails = await mailsTo(email);
  return mails.flatMap(({ text }) => /\/invitation\/([\w-]{43})/.exec(text ?? "")?.[1] ?? []);
}

const password = "five amber teapots";

async function acceptWith(token: string, name = "Maria") {
  const caller = await invitationCaller(token, "10.0.0.1");
  if (caller === null) return null;
  const { actor, invitationId } = caller;
  const { email } = await getInvitation(actor.scope, invitationId);
  return acceptInvitation(actor, { invitationId, email, locale: "fi" }, { name, password });
}

const idOf = async (shop: Shop) => (await findInvitations(shop.scope))[0]?.id ?? "";
const later = (ms: number) => setClock(new Date(now().getTime() + ms).toISOString());

describe("an invitation", () => {
  it("goes out by mail in the language asked for, and makes an account with its role", async () => {
    const { shop, actor, email } = await world();
    expect(await inviteAs(actor, ` ${email.toUpperCase()} `)).toMatchObject({ ok: true, value: { email } });
    const [token = ""] = await tokensOf(email);
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toMatch(/^Eva nodigt u uit voor Merchant/);
    expect(mail?.text).toContain("Klantenservice");
    expect(await findInvitations(shop.scope)).toMatchObject([
      { email, role: "support", isExpired: false, mail: { state: "sent" } },
    ]);

    expect(await acceptWith(token)).toMatchObject({ ok: true, value: { email } });
    const from = { address: "10.1.2.3", userAgent: "test" };
    expect(await signInWithPassword({ email, password, ...from })).toMatchObject({ ok: true });
    expect(await findColleagues(shop.scope)).toMatchObject([{}, { email, name: "Maria", role: "support" }]);
    expect(await findInvitations(shop.scope)).toEqual([]);
    expect(await acceptWith(token)).toEqual({ ok: false, error: "used" });
    const audit = await rowsOf<{ action: string }>(
      "select action from audit_line where merchant_id = $1 and subject_type = 'invitation' order by at, id",
      [shop.merchantId],
    );
    expect(audit.map(({ action }) => action)).toEqual(["invitation.sent", "invitation.accepted"]);
    const kept = await rowsOf<{ text: string }>(
      `select to_jsonb(i)::text as text from colleague_invitation i where merchant_id = $1
       union all select to_jsonb(c)::text from communication c where merchant_id = $1`,
      [shop.merchantId],
    );
    for (const { text } of kept) expect(text).not.toContain(token);
  });

  it("gives no role with more rights than the inviter's own", async () => {
    const { actor, email } = await world("manager");
    expect(await inviteAs(actor, email, "owner")).toEqual({ ok: false, error: "above_own_role" });
    const colleague = await makePerson({ [actor.scope]: "viewer" });
    const raised = await changeRole(actor, { userId: colleague.id, role: "owner" });
    expect(raised).toEqual({ ok: false, error: "above_own_role" });
  });

  it("is refused to an address with an account, here or elsewhere, and to one that was invited", async () => {
    const { actor, email } = await world();
    const elsewhere = await makePerson({ [(await makeShop()).merchantId]: "viewer" });
    expect(await inviteAs(actor, elsewhere.email)).toEqual({ ok: false, error: "has_account" });
    const both = await Promise.all([inviteAs(actor, email), inviteAs(actor, email)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.filter((one) => !one.ok && one.error === "invited_before")).toHaveLength(1);
  });

  it("cannot be accepted where an account has come up since, by another merchant's invitation", async () => {
    const [one, two] = [await world(), await world()];
    await inviteAs(one.actor, one.email);
    await inviteAs(two.actor, one.email);
    const tokens = await tokensOf(one.email);
    expect(tokens).toHaveLength(2);
    const answers = await Promise.all(tokens.map((token) => acceptWith(token)));
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(1);
    expect(answers.filter((answer) => answer?.ok === false && answer.error === "has_account")).toHaveLength(
      1,
    );
    const people = await rowsOf("select 1 from app_user where email = $1", [one.email]);
    expect(people).toHaveLength(1);
  });

  it("is sent again once a minute, and the older link opens nothing any more", async () => {
    const { shop, actor, email } = await world();
    await inviteAs(actor, email);
    const invitationId = await idOf(shop);
    const [older = ""] = await tokensOf(email);
    expect(await resendInvitation(actor, { invitationId })).toEqual({ ok: false, error: "too_soon" });
    later(invitationPauseSeconds * 1000);
    expect(await resendInvitation(actor, { invitationId })).toMatchObject({ ok: true });
    const newest = (await tokensOf(email)).find((token) => token !== older) ?? "";
    expect(await acceptWith(older)).toBeNull();
    expect(await acceptWith(newest)).toMatchObject({ ok: true });
  });

  it("expires after a week, and sent again it is good for another", async () => {
    const { shop, actor, email } = await world();
    await inviteAs(actor, email);
    const [token = ""] = await tokensOf(email);
    later(invitationDays * 24 * 3600_000 + 1);
    expect(await findInvitations(shop.scope)).toMatchObject([{ isExpired: true }]);
    expect(await acceptWith(token)).toEqual({ ok: false, error: "expired" });
    expect(await resendInvitation(actor, { invitationId: await idOf(shop) })).toMatchObject({ ok: true });
    expect(await findInvitations(shop.scope)).toMatchObject([{ isExpired: false }]);
  });

  it("is withdrawn, and its address can be invited anew", async () => {
    const { shop, actor, email } = await world();
    await inviteAs(actor, email);
    const [token = ""] = await tokensOf(email);
    const invitationId = await idOf(shop);
    expect(await withdrawInvitation(actor, { invitationId })).toMatchObject({ ok: true });
    expect(await acceptWith(token)).toEqual({ ok: false, error: "voided" });
    expect(await resendInvitation(actor, { invitationId })).toEqual({ ok: false, error: "not_found" });
    expect(await inviteAs(actor, email)).toMatchObject({ ok: true });
  });

  it("falls with the rights of who sent it", async () => {
    const { actor, email } = await world();
    const other = await makePerson({ [actor.scope]: "owner" });
    await inviteAs({ ...actor, id: other.id }, email);
    const [token = ""] = await tokensOf(email);
    await changeRole(actor, { userId: other.id, role: "viewer" });
    expect(await acceptWith(token)).toEqual({ ok: false, error: "unsponsored" });
    await removeColleague(actor, { userId: other.id });
    expect(await acceptWith(token)).toEqual({ ok: false, error: "unsponsored" });
  });

  it("of another merchant is not there", async () => {
    const [one, two] = [await world(), await world()];
    await inviteAs(one.actor, one.email);
    const invitationId = await idOf(one.shop);
    const absent = { ok: false, error: "not_found" };
    expect(await withdrawInvitation(two.actor, { invitationId })).toEqual(absent);
    expect(await resendInvitation(two.actor, { invitationId })).toEqual(absent);
    expect(await findInvitations(two.shop.scope)).toEqual([]);
  });

  it("is one of so many that are open", async () => {
    const { shop, actor, email } = await world();
    await inviteAs(actor, email);
    await rowsOf(
      `insert into colleague_invitation (merchant_id, id, email, role, locale, token_digest, communication_id,
         invited_by, created_at, sent_at, expires_at)
       select merchant_id, gen_random_uuid(), n || email, role, locale,
         encode(sha256((n || email)::bytea), 'hex'), communication_id, invited_by, created_at, sent_at, expires_at
       from colleague_invitation, generate_series(2, $2::int) n where merchant_id = $1`,
      [shop.merchantId, mostInvitations],
    );
    expect(await inviteAs(actor, `last-${email}`)).toEqual({ ok: false, error: "too_many" });
  });
});
