import { env } from "@/lib/platform/env";
import type { SmsPort } from "@/lib/platform/sms/port";
import { sandboxSms } from "@/lib/platform/sms/sandbox-sms";

/** The provider of this installation's text messages; null where none is configured. */
export function smsProvider(): SmsPort | null {
  const { smsUrl: url, smsSecret: secret, gatewayTimeoutMs: timeoutMs } = env();
  return url === null || secret === null ? null : sandboxSms({ url, secret, timeoutMs });
}
