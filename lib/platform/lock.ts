import { Prisma } from "@/lib/platform/generated/client";
import type { Tx } from "@/lib/platform/tx";

const tables = {
  payment: Prisma.sql`payment`,
  refund: Prisma.sql`refund`,
  push: Prisma.sql`push`,
} as const;

/** Holds the row until the transaction ends. False: absent, or another merchant's. */
export async function lockRow(tx: Tx, table: keyof typeof tables, id: string): Promise<boolean> {
  const rows = await tx.db.$queryRaw<unknown[]>`
    select 1 from ${tables[table]} where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid for update`;
  return rows.length === 1;
}
