import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/kernel/access";
import { changeRole, removeColleague } from "@/lib/features/people/commands/profile";
import { endOwnSession, endSession, switchMerchant } from "@/lib/features/people/commands/sessions";
import { signInWithPassword } from "@/lib/features/people/commands/sign-in";
import { signInLimits } from "@/lib/features/people/model";
import { setClock } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { readSessionRecord } from "@/lib/platform/sessions";
import { actorOf } from "@/prisma/factories/payment";
import { makePerson, type Person } from "@/prisma/factories/person";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

let restore = () => {};
afterEach(() => {
  restore();
});
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

/** An address of its own for each test: tries are counted per address. */
const newAddress = () => `2001:db8::${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}`;
const attempt = (email: string, password: string, address = newAddress()) =>
  signInWithPassword({ email, password, address, userAgent: "test" });

async function signIn(person: Person): Promise<string> {
  const signedIn = await attempt(person.email, person.password);
  if (!signedIn.ok) throw new Error(signedIn.error);
  return signedIn.value.sessionId;
}

const actorFor = (person: Person, shop: Shop): Actor => ({ ...actorOf(shop), id: person.id });
const rolesIn = async (sessionId: string) =>
  (await readSessionRecord(sessionId))?.memberships.map(({ merchantId, role }) => [merchantId, role]);

const wrong = { ok: false, error: "wrong_credentials" };
const throttled = { ok: false, error: "too_many_tries" };

describe("signing in", () => {
  it("opens a session for the right password, in any case of the address", async () => {
    const shop = await makeShop();
    const person = await makePerson({ [shop.merchantId]: "owner" });
    const signedIn = await attempt(` ${person.email.toUpperCase()} `, person.password);
    expect(signedIn).toMatchObject({ ok: true, value: { userId: person.id } });
  });

  it("answers the same for an unknown person, a wrong password and a disabled person", async () => {
    const shop = await makeShop();
    const person = await makePerson({ [shop.merchantId]: "owner" });
    const disabled = await makePerson({ [shop.merchantId]: "owner" });
    await rowsOf("update app_user set disabled_at = now() where id = $1", [disabled.id]);
    expect(await attempt("nobody@example.nl", "correct horse")).toEqual(wrong);
    expect(await attempt(person.email, "wrong")).toEqual(wrong);
    expect(await attempt(disabled.email, disabled.password)).toEqual(wrong);
  });

  it("hashes with argon2id", async () => {
    const person = await makePerson({});
    const [row] = await rowsOf<{ hash: string }>("select password_hash as hash from app_user where id = $1", [
      person.id,
    ]);
    expect(row?.hash).toMatch(/^\$argon2id\$/);
  });
});

const fail = async (times: number, email: () => string, address: () => string) => {
  for (let index = 0; index < times; index += 1) {
    expect(await attempt(email(), "wrong", address())).toEqual(wrong);
  }
};

describe("too many tries", () => {
  it("on one account close it for all addresses, also to the right password, until the window has passed", async () => {
    const person = await makePerson({});
    const start = new Date("2026-03-01T12:00:00Z");
    restore = setClock(() => start);
    await fail(signInLimits.perAccount, () => person.email, newAddress);
    expect(await attempt(person.email, person.password)).toEqual(throttled);
    restore();
    restore = setClock(() => new Date(start.getTime() + signInLimits.windowMinutes * 60_000 + 1));
    expect(await attempt(person.email, person.password)).toMatchObject({ ok: true });
  });

  it("cannot slip past the limit by coming all at once", async () => {
    const person = await makePerson({});
    const address = `10.9.${Math.trunc(process.hrtime()[1] % 250).toString()}.7`;
    const tries = Array.from({ length: 30 }, () =>
      signInWithPassword({ email: person.email, password: "wrong", address, userAgent: "test" }),
    );
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => !answer.ok && answer.error === "wrong_credentials")).toHaveLength(8);
    expect(answers.filter((answer) => !answer.ok && answer.error === "too_many_tries")).toHaveLength(22);
  });

  it("for an account that does not exist are answered no differently", async () => {
    const email = `${randomUUID()}@example.nl`;
    await fail(signInLimits.perAccount, () => email, newAddress);
    expect(await attempt(email, "wrong")).toEqual(throttled);
  });

  it("from one address close it for all accounts, and for that address only", async () => {
    const person = await makePerson({});
    const address = newAddress();
    await fail(
      signInLimits.perAddress,
      () => `${randomUUID()}@example.nl`,
      () => address,
    );
    expect(await attempt(person.email, person.password, address)).toEqual(throttled);
    expect(await attempt(person.email, person.password)).toMatchObject({ ok: true });
  });

  it("leave no address and no e-mail in the table of failures", async () => {
    const email = `${randomUUID()}@example.nl`;
    await attempt(email, "wrong", "203.0.113.77");
    const rows = await rowsOf<{ text: string }>(
      "select to_jsonb(f)::text as text from sign_in_failure f",
      [],
    );
    for (const { text } of rows) expect(text).not.toMatch(/203\.0\.113\.77|@example\.nl/);
  });
});

describe("a session", () => {
  it("that was ended is out at the next request (ASVS 7.4.2)", async () => {
    const shop = await makeShop();
    const person = await makePerson({ [shop.merchantId]: "owner" });
    const [here, there] = [await signIn(person), await signIn(person)];
    expect(await endOwnSession(actorFor(person, shop), { sessionId: there })).toMatchObject({ ok: true });
    expect(await readSessionRecord(there)).toBeNull();
    expect(await readSessionRecord(here)).toMatchObject({ userId: person.id });
    await endSession(here);
    expect(await readSessionRecord(here)).toBeNull();
  });

  it("of another person cannot be ended, and answers as for nonsense", async () => {
    const shop = await makeShop();
    const [person, colleague] = [
      await makePerson({ [shop.merchantId]: "owner" }),
      await makePerson({ [shop.merchantId]: "viewer" }),
    ];
    const sessionId = await signIn(colleague);
    for (const id of [sessionId, randomUUID()]) {
      expect(await endOwnSession(actorFor(person, shop), { sessionId: id })).toEqual({
        ok: false,
        error: "not_found",
      });
    }
    expect(await readSessionRecord(sessionId)).not.toBeNull();
  });

  it("runs out, and ends with its person", async () => {
    const person = await makePerson({});
    const sessionId = await signIn(person);
    const inEightDays = new Date((await readSessionRecord(sessionId))?.lastSeenAt ?? 0);
    inEightDays.setUTCDate(inEightDays.getUTCDate() + 8);
    restore = setClock(() => inEightDays);
    expect(await readSessionRecord(sessionId)).toBeNull();
    restore();
    await rowsOf("update app_user set disabled_at = now() where id = $1", [person.id]);
    expect(await readSessionRecord(sessionId)).toBeNull();
  });
});

describe("rights take effect at once (ASVS 8.3.2)", () => {
  it("a changed role and a lost membership are seen by the next read of the same session", async () => {
    const shop = await makeShop();
    const [owner, colleague] = [
      await makePerson({ [shop.merchantId]: "owner" }),
      await makePerson({ [shop.merchantId]: "manager" }),
    ];
    const sessionId = await signIn(colleague);
    expect(await rolesIn(sessionId)).toEqual([[shop.merchantId, "manager"]]);
    await changeRole(actorFor(owner, shop), { userId: colleague.id, role: "viewer" });
    expect(await rolesIn(sessionId)).toEqual([[shop.merchantId, "viewer"]]);
    await removeColleague(actorFor(owner, shop), { userId: colleague.id });
    expect(await rolesIn(sessionId)).toEqual([]);
  });

  it("nobody changes their own role or that of another merchant's people", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const [owner, stranger] = [
      await makePerson({ [shop.merchantId]: "owner" }),
      await makePerson({ [foreign.merchantId]: "owner" }),
    ];
    const actor = actorFor(owner, shop);
    expect(await changeRole(actor, { userId: owner.id, role: "viewer" })).toEqual({
      ok: false,
      error: "own_role",
    });
    expect(await changeRole(actor, { userId: stranger.id, role: "viewer" })).toEqual({
      ok: false,
      error: "not_found",
    });
    expect(await removeColleague(actor, { userId: stranger.id })).toEqual({ ok: false, error: "not_found" });
  });
});

describe("the merchant switcher", () => {
  it("moves the session to a merchant of one's own and to no other", async () => {
    const [one, two, foreign] = [await makeShop(), await makeShop(), await makeShop()];
    const person = await makePerson({ [one.merchantId]: "owner", [two.merchantId]: "viewer" });
    const sessionId = await signIn(person);
    const move = (merchantId: string, id = sessionId) =>
      switchMerchant(actorFor(person, one), { merchantId, sessionId: id });
    expect(await move(two.merchantId)).toMatchObject({ ok: true });
    expect(await readSessionRecord(sessionId)).toMatchObject({ activeMerchantId: two.merchantId });
    expect(await move(foreign.merchantId)).toEqual({ ok: false, error: "not_found" });
    expect(await move(two.merchantId, randomUUID())).toEqual({ ok: false, error: "not_found" });
    expect(await readSessionRecord(sessionId)).toMatchObject({ activeMerchantId: two.merchantId });
  });
});
