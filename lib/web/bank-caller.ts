import "server-only";
import type { Actor } from "@/lib/kernel/access";
import { isBanksWord } from "@/lib/platform/bank/bank";
import type { MandateAtBank } from "@/lib/platform/bank/port";
import { readBankWord } from "@/lib/platform/bank/sandbox-bank";
import { systemMs } from "@/lib/platform/clock";
import { findDataRequestAtBank } from "@/lib/platform/credentials";
import { proveScope } from "@/lib/platform/scope";
import { err, ok, type Result } from "@/lib/kernel/result";

export type BankCaller = {
  readonly actor: Actor;
  readonly dataRequestId: string;
  readonly told: MandateAtBank;
};

/** The bank's signature proves its word; the reference in it names the merchant. */
export async function bankCaller(
  request: Request,
  body: string,
): Promise<Result<BankCaller, "unsigned" | "unreadable" | "unknown">> {
  if (!isBanksWord(request.headers.get("bank-signature"), body, systemMs())) return err("unsigned");
  const told = readBankWord(body);
  if (told === null) return err("unreadable");
  const found = await findDataRequestAtBank(told.reference);
  if (found === null) return err("unknown");
  const scope = proveScope(found.merchantId);
  const actor = {
    kind: "system",
    id: "bank",
    name: "bank",
    scope,
    may: new Set<never>(),
    address: null,
  } as const;
  return ok({ actor, dataRequestId: found.id, told });
}
