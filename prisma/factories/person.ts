import { randomUUID } from "node:crypto";
import type { Role } from "@/lib/kernel/access";
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
