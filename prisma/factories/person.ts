import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Role } from "@/lib/kernel/access";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/secrets";
import { rowsOf } from "@/prisma/factories/shop";

const createdAt = "2026-01-01T00:00:00Z";

export type Person = { readonly id: string; readonly email: string; readonly password: string };

/** A person who can sign in, with a role at each of the merchants. */
export async function makePerson(
  roles: Readonly<Record<string, Role>>,
  password = "correct horse",
): Promise<Person> {
  const id = randomUUID();
  const email = `${id.slice(0, 8)}@example.nl`;
  await rowsOf(
    "insert into app_user (id, email, name, password_hash, created_at) values ($1, $2, 'Eva', $3, $4)",
    [id, email, await hashPassword(password), createdAt],
  );
  for (const [merchantId, role] of Object.entries(roles)) {
    await rowsOf("insert into membership (merchant_id, user_id, role, created_at) values ($1, $2, $3, $4)", [
      merchantId,
      id,
      role,
      createdAt,
    ]);
  }
  return { id, email, password };
}

const cookieName = "authjs.session-token";

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
