import type { z } from "zod";
import type { RefundSummary } from "@/app/api/v1/refund-schemas";
import type { RefundRow } from "@/lib/features/refunds/listing";

export const refundSummary = (row: RefundRow) =>
  ({
    id: row.id,
    transactionReference: row.reference,
    payment: { transactionReference: row.payment },
    createdAt: row.createdAt,
    status: row.status,
    amount: row.asked ?? row.amount,
    settleStatus: row.settle === null ? null : Number(row.settle),
    settleAmount: row.amount,
    orderReference: row.orderReference,
    website: { name: row.website },
    reason: row.reason,
    askedBy: row.askedBy,
    decidedBy: row.decidedBy,
  }) satisfies Record<keyof z.input<typeof RefundSummary>, unknown>;
