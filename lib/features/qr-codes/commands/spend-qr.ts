import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { decideQr, type QrRefusal } from "@/lib/features/qr-codes/model";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction } from "@/lib/platform/tx";

/** A code for one payment is used up by the first one that begins, even of two at once. */
export const spendQr = (actor: Actor, qrCodeId: string): Promise<Result<"used", QrRefusal | "not_found">> =>
  inTransaction(actor, async (tx): Promise<Result<"used", QrRefusal | "not_found">> => {
    if (!(await lockRow(tx, "qr_code", qrCodeId))) return err("not_found");
    const where = { merchantId_id: { merchantId: tx.scope, id: qrCodeId } };
    const row = await tx.db.qrCode.findUniqueOrThrow({ where });
    const decided = decideQr(row, tx.now);
    if (!decided.ok) return decided;
    await tx.db.qrCode.update({ where, data: { usedAt: tx.now }, select: { id: true } });
    await tx.audit("qr_code.used", ["qr_code", qrCodeId]);
    return ok("used");
  });
