import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { isLive } from "@/lib/features/authorisations/model";
import {
  capturableOf,
  capture,
  captureSoon,
  openCapture,
  readCaptured,
  type CapturedPayment,
} from "@/lib/features/payments/commands/capture";
import { decideCapture } from "@/lib/features/settlement/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export type ShipmentWish = {
  readonly paymentId: string;
  /** Made by the caller: the same parcel is recorded once. */
  readonly intentId: string;
  readonly carrier: string | null;
  readonly trackingCode: string | null;
  /** Null: now. */
  readonly shippedAt: Date | null;
  readonly correlationId?: string;
};

type ShipmentOutcome = "captured" | "recorded" | "ignored";
export type RecordedShipment = {
  readonly shipmentId: string;
  readonly outcome: ShipmentOutcome;
  /** True when this parcel had been reported before: nothing new happened. */
  readonly repeated: boolean;
};

const known = (tx: Tx, intentId: string) =>
  tx.db.shipment.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId } },
    select: { id: true, paymentId: true, outcome: true },
  });

const deadEnds: ReadonlySet<string> = new Set(["cancelled", "expired", "failed", "rejected", "retried"]);

/** What a chain still holds is captured by its own rules. */
const isCapturable = (chain: { readonly state: string }) => isLive(chain) || chain.state === "stopped";

/** FP-11, FP-E4: what a parcel means for the money. */
async function take(tx: Tx, payment: CapturedPayment): Promise<ShipmentOutcome> {
  const { status, gatewayReference } = payment;
  if (payment.chain !== null && isCapturable(payment.chain)) {
    await tx.emit("authorisation.capture", { paymentId: payment.id }, { key: `chain-capture:${payment.id}` });
    return "captured";
  }
  const minor = decideCapture(capturableOf(payment, tx.now), null);
  if (!minor.ok || gatewayReference === null) return deadEnds.has(status) ? "ignored" : "recorded";
  const opened = await openCapture(tx, payment, minor.value);
  if (!opened.ok) return "recorded";
  await captureSoon(tx, payment.id);
  return "captured";
}

const record = (actor: Actor, wish: ShipmentWish) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<RecordedShipment, "not_found" | "intent_used">> => {
      const { paymentId, intentId, carrier, trackingCode } = wish;
      if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
      const before = await known(tx, intentId);
      if (before !== null) {
        if (before.paymentId !== paymentId) return err("intent_used");
        return ok({ shipmentId: before.id, outcome: before.outcome as ShipmentOutcome, repeated: true });
      }
      const outcome = await take(tx, await readCaptured(tx, paymentId));
      const shipmentId = newId();
      const shippedAt = wish.shippedAt ?? tx.now;
      await tx.db.shipment.create({
        data: {
          merchantId: tx.scope,
          id: shipmentId,
          ...{ paymentId, intentId, carrier, trackingCode, shippedAt, outcome },
          actor: actorLabel(tx.actor),
          createdAt: tx.now,
        },
        select: { id: true },
      });
      if (outcome !== "ignored")
        await tx.db.payment.update({
          where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
          data: { shippedAt },
          select: { id: true },
        });
      await tx.audit("payment.shipped", ["payment", paymentId], { shipmentId, outcome });
      await tx.announce("payments", paymentId);
      return ok({ shipmentId, outcome, repeated: false });
    },
    wish.correlationId === undefined ? {} : { correlationId: wish.correlationId },
  );

/** A parcel has left: what was held for it is captured, whole and once (FP-11). */
export async function recordShipment(actor: Actor, wish: ShipmentWish) {
  const recorded = await record(actor, wish);
  if (!recorded.ok || recorded.value.repeated || recorded.value.outcome !== "captured") return recorded;
  const { paymentId, correlationId } = wish;
  await capture(actor, { paymentId, ...(correlationId === undefined ? {} : { correlationId }) });
  return recorded;
}
