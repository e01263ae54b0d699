import { env } from "@/lib/platform/env";
import { isSignedWord } from "@/lib/platform/signed-word";
import type { SmsPort } from "@/lib/platform/sms/port";
import { sandboxSms } from "@/lib/platform/sms/sandbox-sms";

/** The provider of this installation's text messages; null where none is configured. */
export function smsProvider(): SmsPort | null {
  const { smsUrl: url, smsSecret: secret, gatewayTimeoutMs: timeoutMs } = env();
  return url === null || secret === null ? null : sandboxSms({ url, secret, timeoutMs });
}

/** The provider signs what it tells. */
export const isProvidersWord = (header: string | null, body: string, systemMs: number): boolean =>
  isSignedWord({ secret: env().smsSecret, header, body }, systemMs);
