import { createHmac } from "node:crypto";
import { request } from "undici";
import { z } from "zod";
import { systemMs } from "@/lib/platform/clock";
import type { SmsOutcome, SmsPort } from "@/lib/platform/sms/port";

const Taken = z.object({ reference: z.string().min(1) });
const Refused = z.object({ code: z.string(), reason: z.string() });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body. */
function smsSignature(secret: string, body: string): string {
  const seconds = Math.floor(systemMs() / 1000).toString();
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

const passing = new Set([408, 429]);

function refusal(status: number, body: string): SmsOutcome {
  const told = Refused.safeParse(parsed(body)).data ?? { code: null, reason: `HTTP ${status.toString()}` };
  const isHard = status < 500 && !passing.has(status);
  return { kind: "refused", isHard, code: told.code, reply: told.reason };
}

function outcomeOf(status: number, body: string): SmsOutcome {
  const taken = status === 202 ? Taken.safeParse(parsed(body)).data : undefined;
  if (taken !== undefined) return { kind: "accepted", reference: taken.reference, reply: body };
  return status < 400 ? { kind: "unreachable", reason: `HTTP ${status.toString()}` } : refusal(status, body);
}

type Options = { readonly url: string; readonly secret: string; readonly timeoutMs: number };

/** The SMS port over HTTP to a provider that speaks the sandbox's words. */
export const sandboxSms = ({ url, secret, timeoutMs }: Options): SmsPort => ({
  send: async (sms) => {
    const body = JSON.stringify(sms);
    const headers = { "content-type": "application/json", "sms-signature": smsSignature(secret, body) };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await request(`${url.replace(/\/$/, "")}/messages`, {
        method: "POST",
        headers,
        body,
        signal,
      });
      return outcomeOf(answer.statusCode, await answer.body.text());
    } catch (problem) {
      return { kind: "unreachable", reason: (problem as Error).message };
    }
  },
});
