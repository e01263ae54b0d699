import type { BankPort } from "@/lib/platform/bank/port";
import { sandboxBank } from "@/lib/platform/bank/sandbox-bank";
import { env } from "@/lib/platform/env";
import { isSignedWord } from "@/lib/platform/signed-word";

let known: BankPort | null = null;

/** The bank of this installation's mandates; null where none is configured. */
export function bank(): BankPort | null {
  const { bankUrl: url, gatewayTimeoutMs: timeoutMs } = env();
  if (url === null) return null;
  return (known ??= sandboxBank({ url, timeoutMs }));
}

/** The bank signs what it tells. */
export const isBanksWord = (header: string | null, body: string, systemMs: number): boolean =>
  isSignedWord({ secret: env().bankSecret, header, body }, systemMs);
