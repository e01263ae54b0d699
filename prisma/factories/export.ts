import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type ExportFacts = {
  readonly state?: string;
  readonly startedAt?: string;
  readonly rows?: number | null;
};

/** An export record as it stands after its file has left, or not. */
export async function makeExport(shop: Shop, facts: ExportFacts = {}): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await rowsOf(
    `insert into export (merchant_id, id, listing, query, profile, timezone, columns, file_name, actor, state, rows, sums, sha256, started_at)
     values ($1, $2, 'payments', 'status=completed', 'plain', 'Europe/Amsterdam', '{id}', 'payments.csv', 'user:Eva', $3, $4,
       '[{"minor":1050,"currency":"EUR"}]', repeat('a', 64), $5)`,
    [shop.merchantId, id, facts.state ?? "done", facts.rows ?? 3, facts.startedAt ?? "2026-03-01T12:00:00Z"],
  );
  return { id };
}
