import { z } from "zod";
import type { BankPort, BankReply, MandateAtBank } from "@/lib/platform/bank/port";
import { send } from "@/lib/platform/http";

const text = z.string().nullable();
const Mandate = z.object({
  reference: z.string().min(1),
  word: z.enum(["open", "signed", "rejected", "cancelled", "expired", "failed"]),
  bankId: text,
  accountName: text,
  iban: text,
  signerName: text,
  validationReference: text,
});
const Opened = z.object({ reference: z.string().min(1), address: z.url() });
const Issuers = z.object({ issuers: z.array(z.object({ id: z.string(), name: z.string() })) });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The bank's word as it sends it by itself; null when it is none. */
export const readBankWord = (body: string): MandateAtBank | null =>
  Mandate.safeParse(parsed(body)).data ?? null;

const headers = { accept: "application/json", "content-type": "application/json" };

/** The bank port over HTTP to a bank that speaks the sandbox's words. */
export function sandboxBank({ url, timeoutMs }: { url: string; timeoutMs: number }): BankPort {
  const base = url.replace(/\/$/, "");
  async function call<T>(
    schema: z.ZodType<T>,
    method: "GET" | "POST",
    path: string,
    body: unknown = null,
  ): Promise<BankReply<T>> {
    const sent = await send({
      leg: "us_to_bank",
      method,
      url: `${base}${path}`,
      headers,
      body: body === null ? "" : JSON.stringify(body),
      timeoutMs,
      guarded: false,
    });
    const read = sent.ok && sent.status === 200 ? schema.safeParse(parsed(sent.body)) : null;
    return { value: read?.data ?? null, exchange: sent.exchange };
  }

  return {
    issuers: async () => {
      const { value, exchange } = await call(Issuers, "GET", "/issuers");
      return { value: value?.issuers ?? null, exchange };
    },
    open: (wish) => call(Opened, "POST", "/mandates", wish),
    inquire: (reference) => call(Mandate, "GET", `/mandates/${encodeURIComponent(reference)}`),
    withdraw: (reference) => call(Mandate, "POST", `/withdrawals/${encodeURIComponent(reference)}`, {}),
  };
}
