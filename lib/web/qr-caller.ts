import "server-only";
import type { Actor } from "@/lib/kernel/access";
import { findQrCode } from "@/lib/platform/credentials";
import { customerOf } from "@/lib/web/retry-caller";

const shape = /^[\w-]{43}$/;

/** The customer who scanned a code: the secret part of its address proves the merchant. */
export async function qrCaller(
  token: string,
  address: string | null,
): Promise<{ readonly actor: Actor; readonly qrCodeId: string } | null> {
  const found = shape.test(token) ? await findQrCode(token) : null;
  return found === null ? null : { actor: customerOf(found.merchantId, address), qrCodeId: found.id };
}
