import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Role } from "@/lib/kernel/access";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/secrets";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const password = "correct horse battery";
const cookieName = "authjs.session-token";

export type PersonOptions = { readonly role?: Role; readonly name?: string; readonly locale?: string };

/** A person with a membership in each of the shops' merchants. */
export async function makePerson(shops: readonly Shop[], options: PersonOptions = {}) {
  const id = randomUUID();
  const email = `eva.${id.slice(0, 8)}@example.nl`;
  const name = options.name ?? "Eva de Wit";
  await rowsOf(
    "insert into app_user (id, email, name, password_hash, locale, created_at) values ($1, $2, $3, $4, $5, now())",
    [id, email, name, await hashPassword(password), options.locale ?? null],
  );
  for (const shop of shops) {
    await rowsOf(
      "insert into membership (merchant_id, user_id, role, created_at) values ($1, $2, $3, now()) on conflict do nothing",
      [shop.merchantId, id, options.role ?? "owner"],
    );
  }
  return { id, email, name, password };
}

export type Person = Awaited<ReturnType<typeof makePerson>>;

/** A signed-in browser of this person: the session row, and the cookie that names it. */
export async function makeSession(person: Pick<Person, "id">) {
  const sessionId = randomUUID();
  await rowsOf(
    `insert into user_session (id, user_id, created_at, last_seen_at, expires_at, address, user_agent)
     values ($1, $2, now(), now(), now() + interval '400 days', '127.0.0.1', 'test')`,
    [sessionId, person.id],
  );
  const value = await encode({ token: { sid: sessionId }, secret: env().authSecret, salt: cookieName });
  return { sessionId, cookie: { name: cookieName, value } };
}
