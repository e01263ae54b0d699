import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { countResetWish, resetPassword, sendReset } from "@/lib/features/people/commands/reset-password";
import { signInWithPassword } from "@/lib/features/people/commands/sign-in";
import { resetLimits, resetMinutes, signInLimits } from "@/lib/features/people/model";
import { now } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { readSessionRecord } from "@/lib/platform/sessions";
import { accountCaller, resetCaller } from "@/lib/web/link-caller";
import { makePerson, type Person } from "@/prisma/factories/person";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";
import { drain } from "@/scripts/test/drain";
import { useMailbox } from "@/scripts/test/mailbox";
import { useClock } from "@/scripts/test/set-clock";

const mailsTo = useMailbox(now);
const setClock = useClock();
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const newAddress = () => `2001:db8::${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}`;
const wish = (email: string, address = newAddress()) => countResetWish({ email, address });
const signIn = (email: string, password: string) =>
  signInWithPassword({ email, password, address: newAddress(), userAgent: "test" });

async function askFor(person: Person): Promise<void> {
  const caller = await accountCaller(person.email, "10.0.0.1");
  if (caller === null) throw new Error("there is no such account");
  await sendReset(caller.actor, caller.account, "fi");
}

/** The secret parts of the links in the person's mailbox, the oldest first. */
async function tokensOf(person: Person): Promise<string[]> {
  await drain();
  const mails = await mailsTo(person.email);
  return mails.flatMap(({ text }) => /\/reset-password\/([\w-]{43})/.exec(text ?? "")?.[1] ?? []);
}

async function useLink(token: string, password: string) {
  const caller = await resetCaller(token, "10.0.0.1");
  return caller === null ? null : resetPassword(caller.actor, caller, password);
}

async function personWithLink() {
  const shop = await makeShop();
  const person = await makePerson({ [shop.merchantId]: "support" });
  await askFor(person);
  const [token = ""] = await tokensOf(person);
  return { shop, person, token };
}

const fresh = "seven quiet lanterns";

describe("a new password", () => {
  it("is chosen by the link of the mail, once; all sessions end and failed tries are forgiven", async () => {
    const { shop, person, token } = await personWithLink();
    const session = await signIn(person.email, person.password);
    if (!session.ok) throw new Error(session.error);
    for (let tried = 0; tried < signInLimits.perAccount; tried += 1) await signIn(person.email, "wrong");

    expect(await useLink(token, fresh)).toMatchObject({ ok: true });
    expect(await readSessionRecord(session.value.sessionId)).toBeNull();
    expect(await signIn(person.email, fresh)).toMatchObject({ ok: true });
    expect(await signIn(person.email, person.password)).toEqual({ ok: false, error: "wrong_credentials" });
    expect(await useLink(token, "another quiet lantern")).toEqual({ ok: false, error: "used" });
    expect(await signIn(person.email, fresh)).toMatchObject({ ok: true });

    const audit = await rowsOf<{ action: string; actor: string }>(
      "select action, actor from audit_line where merchant_id = $1 and subject_id = $2 order by at, id",
      [shop.merchantId, person.id],
    );
    expect(audit).toEqual([
      { action: "user.asked_for_password_reset", actor: "system:visitor" },
      { action: "user.reset_password", actor: "user:Eva" },
    ]);
  });

  it("is not chosen twice by two who hold the link at once", async () => {
    const { token } = await personWithLink();
    const answers = await Promise.all([fresh, "eight quiet lanterns"].map((text) => useLink(token, text)));
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(1);
    expect(answers.filter((answer) => answer?.ok === false && answer.error === "used")).toHaveLength(1);
  });

  it("keeps the rules, and a refused one leaves the link as it is", async () => {
    const { person, token } = await personWithLink();
    expect(await useLink(token, "short")).toEqual({ ok: false, error: "too_short" });
    expect(await useLink(token, person.email)).toEqual({ ok: false, error: "too_close" });
    expect(await signIn(person.email, person.password)).toMatchObject({ ok: true });
    expect(await useLink(token, fresh)).toMatchObject({ ok: true });
  });

  it("is not chosen by an older link, nor by one that is not ours", async () => {
    const { person, token: older } = await personWithLink();
    await askFor(person);
    const tokens = await tokensOf(person);
    expect(tokens).toHaveLength(2);
    expect(await useLink(older, fresh)).toEqual({ ok: false, error: "voided" });
    expect(await useLink(tokens.find((token) => token !== older) ?? "", fresh)).toMatchObject({ ok: true });
    expect(await useLink("A".repeat(43), fresh)).toBeNull();
  });

  it("leaves one good link when many are asked for at once", async () => {
    const { person } = await personWithLink();
    await Promise.all([askFor(person), askFor(person), askFor(person)]);
    const open = await rowsOf(
      "select 1 from password_reset where user_id = $1 and used_at is null and voided_at is null",
      [person.id],
    );
    expect(open).toHaveLength(1);
  });

  it("cannot be chosen an hour later", async () => {
    const { token } = await personWithLink();
    setClock(new Date(now().getTime() + resetMinutes * 60_000 + 1).toISOString());
    expect(await useLink(token, fresh)).toEqual({ ok: false, error: "expired" });
  });
});

describe("the mail", () => {
  it("speaks the page's language to who has chosen none, and only a digest of its link is kept", async () => {
    const { person, shop, token } = await personWithLink();
    const [mail] = await mailsTo(person.email);
    expect(mail?.subject).toBe("Valitse uusi salasana");
    expect(token).toHaveLength(43);
    const [kept] = await rowsOf<{ text: string }>(
      `select concat(to_jsonb(r)::text, (select string_agg(to_jsonb(c)::text, '') from communication c
         where c.merchant_id = $2)) as text from password_reset r where r.user_id = $1`,
      [person.id, shop.merchantId],
    );
    expect(kept?.text).not.toContain(token);
  });

  it("is written in the name of the merchant that was looked at last", async () => {
    const [one, two] = [await makeShop(), await makeShop()];
    const person = await makePerson({ [one.merchantId]: "owner", [two.merchantId]: "viewer" });
    for (const { merchantId } of [two, one, two]) {
      await signIn(person.email, person.password);
      await rowsOf(
        `update user_session set active_merchant_id = $2, last_seen_at = now() where id = (select id from user_session
           where user_id = $1 order by created_at desc, id desc limit 1)`,
        [person.id, merchantId],
      );
      expect((await accountCaller(person.email, null))?.actor.scope).toBe(merchantId);
    }
  });

  it("is not written to nobody, to a disabled person, or to who works for nobody", async () => {
    const shop = await makeShop();
    const person = await makePerson({ [shop.merchantId]: "owner" });
    await rowsOf("update app_user set disabled_at = now() where id = $1", [person.id]);
    const idle = await makePerson({});
    for (const email of ["nobody@example.nl", person.email, idle.email]) {
      expect(await accountCaller(email, null)).toBeNull();
    }
  });
});

describe("wishes", () => {
  const start = "2026-03-01T12:00:00Z";
  const after = (seconds: number) =>
    setClock(new Date(new Date(start).getTime() + seconds * 1000).toISOString());

  it("for one address wait a minute, whether it has an account or not (product.md, ASVS 2.4.1)", async () => {
    const person = await makePerson({});
    for (const email of [person.email, `${randomUUID()}@example.nl`]) {
      after(0);
      expect(await wish(email)).toMatchObject({ ok: true });
      expect(await wish(` ${email.toUpperCase()} `)).toEqual({ ok: false, error: "too_soon" });
      after(resetLimits.pauseSeconds);
      expect(await wish(email)).toMatchObject({ ok: true });
    }
  });

  it("cannot slip past the limits by coming all at once", async () => {
    const email = `${randomUUID()}@example.nl`;
    after(0);
    const answers = await Promise.all(Array.from({ length: 10 }, () => wish(email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const address = newAddress();
    const many = Array.from({ length: resetLimits.perAddress + 5 }, () =>
      wish(`${randomUUID()}@example.nl`, address),
    );
    expect((await Promise.all(many)).filter(({ ok }) => ok)).toHaveLength(resetLimits.perAddress);
  });

  it("are so many in an hour, and leave no address and no e-mail behind", async () => {
    const email = `${randomUUID()}@example.nl`;
    for (let asked = 0; asked < resetLimits.perAccount; asked += 1) {
      after(asked * 60);
      expect(await wish(email, "203.0.113.78")).toMatchObject({ ok: true });
    }
    after(resetLimits.perAccount * 60);
    expect(await wish(email)).toEqual({ ok: false, error: "too_many" });
    after(resetLimits.windowMinutes * 60 + 1);
    expect(await wish(email)).toMatchObject({ ok: true });
    const rows = await rowsOf<{ text: string }>(
      "select to_jsonb(w)::text as text from password_reset_wish w",
      [],
    );
    for (const { text } of rows) expect(text).not.toMatch(/203\.0\.113\.78|@example\.nl/);
  });
});
