import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { systemMs } from "@/lib/platform/clock";
import { findSms } from "@/lib/platform/credentials";
import { proveScope } from "@/lib/platform/scope";
import { isProvidersWord } from "@/lib/platform/sms/sms";

const Told = z.object({
  /** Ours: what the message was handed over with. */
  id: z.uuid(),
  status: z.enum(["delivered", "failed", "delayed"]),
  code: z.string().max(40).nullish(),
  reason: z.string().max(2_000).nullish(),
});

export type SmsCaller = {
  readonly actor: Actor;
  readonly communicationId: string;
  readonly told: z.output<typeof Told>;
};

function read(body: string) {
  try {
    return Told.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** The provider's signature proves its word; our id in it names the merchant. */
export async function smsCaller(
  request: Request,
  body: string,
): Promise<Result<SmsCaller, "unsigned" | "unreadable" | "unknown">> {
  if (!isProvidersWord(request.headers.get("sms-signature"), body, systemMs())) return err("unsigned");
  const told = read(body);
  if (told === null) return err("unreadable");
  const found = await findSms(told.id);
  if (found === null) return err("unknown");
  const [id, scope] = ["sms", proveScope(found.merchantId)];
  const actor = { kind: "system", id, name: id, scope, may: new Set<never>(), address: null } as const;
  return ok({ actor, communicationId: found.id, told });
}
