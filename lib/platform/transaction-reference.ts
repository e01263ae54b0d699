import type { Tx } from "@/lib/platform/tx";

/** The next `n-n-n` reference of a website's transactions: unique, at most 25 characters (TP 1.1). */
export async function nextTransactionReference(tx: Tx, websiteNumber: number): Promise<string> {
  const [row] = await tx.db.$queryRaw<
    { next: bigint | number }[]
  >`select nextval('transaction_number') as next`;
  return `${websiteNumber.toString()}-9-${String(row?.next ?? 0)}`;
}
