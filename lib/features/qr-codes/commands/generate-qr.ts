import { randomBytes } from "node:crypto";
import { endOfDay, localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import { imageSizes } from "@/lib/features/qr-codes/model";
import type { Asked } from "@/lib/features/parameters/model";
import { output, type Outcome } from "@/lib/features/data-requests/model";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { digestOf } from "@/lib/platform/secrets";
import type { Tx } from "@/lib/platform/tx";

const usualDays = 30;
const zone = "Europe/Amsterdam";

type Drawn = Outcome & { readonly write: (tx: Tx, dataRequestId: string) => Promise<void> };

/** The whole last day counts, by the clock of iDEAL's country. */
function expiryOf(asked: Asked, now: Date): Date {
  const day = asked.day("Expiration") ?? plusDays(localDayOf(now, zone), usualDays);
  return endOfDay(day, zone);
}

const columnsOf = (asked: Asked) => ({
  currency: asked.currency,
  amountMinor: asked.minor("Amount") ?? 0,
  amountIsChangeable: asked.flag("AmountIsChangeable") ?? false,
  minAmountMinor: asked.minor("MinAmount"),
  maxAmountMinor: asked.minor("MaxAmount"),
  isOneOff: asked.flag("IsOneOff") ?? false,
  purchaseId: asked.text("PurchaseId") ?? "",
  description: asked.text("Description") ?? "",
  imageSize: asked.whole("ImageSize") ?? imageSizes.usual,
});

/** The problem of a code that nobody could ever pay, or null. */
export function qrProblem(asked: Asked, now: Date): readonly [name: string, message: string] | null {
  if (asked.currency !== "EUR") return ["Currency", "iDEAL takes EUR only."];
  if (expiryOf(asked, now) <= now) return ["Expiration", "Expiration is over."];
  const { amountMinor, minAmountMinor, maxAmountMinor, amountIsChangeable } = columnsOf(asked);
  if (!amountIsChangeable) return null;
  if (minAmountMinor !== null && minAmountMinor > amountMinor)
    return ["MinAmount", "MinAmount must not be above Amount."];
  return maxAmountMinor !== null && maxAmountMinor < amountMinor
    ? ["MaxAmount", "MaxAmount must not be below Amount."]
    : null;
}

/** The picture leads to a page of ours whose address nobody can guess; we keep only its digest. */
export function drawQr(asked: Asked, now: Date): Drawn {
  const token = randomBytes(32).toString("base64url");
  const address = new URL(`/qr/${token}/picture`, env().baseUrl).href;
  return {
    beginning: "accept",
    outputs: [output("QrImageUrl", address)],
    write: async (tx, dataRequestId) => {
      const id = newId();
      await tx.db.qrCode.create({
        data: {
          merchantId: tx.scope,
          id,
          dataRequestId,
          tokenDigest: digestOf(token),
          ...columnsOf(asked),
          expiresAt: expiryOf(asked, now),
          createdAt: now,
        },
        select: { id: true },
      });
      await tx.audit("qr_code.generated", ["qr_code", id], { dataRequestId });
    },
  };
}
