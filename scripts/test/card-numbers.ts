import { cardBrand, passesLuhn } from "@/lib/kernel/card-number";
import { rowsOf } from "@/prisma/factories/shop";

/** Ids and the acquirer's references are random digits too, and some of them look like a card. */
const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[A-Z]{3}-[0-9A-F]{16}\b/g;
const groups = /(?<![0-9a-z])\d(?:[ -]?\d){12,18}(?![0-9a-z])/gi;

const numbersIn = (text: string) =>
  (text.replace(ids, "").match(groups) ?? [])
    .map((run) => run.replace(/\D/g, ""))
    .filter((digits) => cardBrand(digits) !== null && passesLuhn(digits));

/** Full card numbers anywhere in the database of this test process, the waiting jobs included, each with its table. */
export async function storedCardNumbers(): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker')`,
    [],
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await rowsOf<{ text: string }>(`select to_jsonb(t)::text as text from ${name} t`, []);
    for (const { text } of rows) for (const number of numbersIn(text)) found.push(`${name}: ${number}`);
  }
  return found;
}
