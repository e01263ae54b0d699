import { z } from "zod";
import { maxMinor } from "@/lib/kernel/money";
import {
  Amount,
  freeText,
  id,
  instant,
  Links,
  localDay,
  transactionReference,
  WantedAmount,
  wantedDay,
} from "@/app/api/v1/fields";
import { refundBases, refundStatuses } from "@/lib/features/refunds/model";
import { askableSettleStatuses, settleStatuses } from "@/lib/features/settlement/model";

export const settleStatus = z.literal(settleStatuses).nullable().meta({
  description:
    "0 waits for its settlement, 1 waits without checks, 2 is held, 3 is cancelled, 10 settles now, 100 has settled; null before there is anything to settle.",
  example: 0,
});

export const NewRefund = z
  .strictObject({
    amount: WantedAmount,
    seenLeft: z.int().min(0).max(maxMinor).optional().meta({
      description:
        "What was left to refund when you looked, in minor units. Refused when it has changed since.",
      example: 1050,
    }),
    reason: freeText(255).optional().meta({ example: "Damaged" }),
    orderReference: freeText(255).optional().meta({ example: "A-77" }),
  })
  .meta({ id: "NewRefund", example: { amount: { minor: 500, currency: "EUR" }, reason: "Damaged" } });

export const SettlementUpdate = z
  .strictObject({
    settleStatus: z.literal(askableSettleStatuses).optional().meta({
      description:
        "0 or 1: settle on the due day. 2: hold. 3: cancel, for ever; applied after everything else.",
      example: 2,
    }),
    amount: WantedAmount.optional().meta({ description: "At most the amount that was authorised." }),
    dueDate: wantedDay.optional().meta({
      description: "Today or earlier means the next settlement.",
      example: "2026-11-29",
    }),
    orderReference: freeText(255).optional().meta({ example: "A-77" }),
  })
  .meta({
    id: "SettlementUpdate",
    description: "What is left out stays as it is. Everything is changed, or nothing.",
    example: { settleStatus: 2 },
  });

/** For a write that has nothing to say but its address. */
export const Nothing = z.strictObject({}).meta({ id: "Nothing", example: {} });

export const Decision = z
  .strictObject({
    approves: z.boolean(),
    reason: freeText(200).optional().meta({ description: "Needed to reject.", example: "Customer kept it" }),
  })
  .superRefine(({ approves, reason }, context) => {
    if (!approves && reason === undefined) {
      context.addIssue({ code: "custom", path: ["reason"], message: "required" });
    }
  })
  .meta({ id: "Decision", example: { approves: true } });

export const Refund = z
  .object({
    id,
    paymentId: id,
    transactionReference,
    createdAt: instant,
    status: z.enum(refundStatuses).meta({
      description: "`unknown`: the gateway did not answer; it is asked until it does. Do not refund again.",
      example: "done",
    }),
    statusAt: instant,
    amount: Amount,
    settleStatus,
    settleAmount: Amount,
    settleDueDate: localDay.nullable(),
    settlesAt: instant.nullable().meta({ description: "When the settlement begins that takes it." }),
    waitsUntil: instant
      .nullable()
      .meta({ description: "Until when it waits for the balance; cancelled after that." }),
    orderReference: z.string().nullable(),
    reason: z.string().nullable(),
    basis: z
      .enum(refundBases)
      .nullable()
      .meta({ description: "Ground of a refund outside the shop platform." }),
    declineCode: z.string().nullable(),
    approval: z
      .object({
        askedBy: z.string().meta({ example: "api:Shop" }),
        decidedBy: z.string().nullable().meta({ example: "user:Eva Nowak" }),
        decidedAt: instant.nullable(),
        reason: z.string().nullable(),
      })
      .nullable()
      .meta({ description: "Null where no second person is needed." }),
  })
  .meta({ id: "Refund" });

export const RefundSummary = z
  .object({
    id,
    transactionReference,
    payment: z.object({ transactionReference }),
    createdAt: instant,
    status: z.enum(refundStatuses),
    amount: Amount,
    settleStatus,
    settleAmount: Amount,
    orderReference: z.string().nullable(),
    website: z.object({ name: z.string() }),
    reason: z.string().nullable(),
    askedBy: z.string().meta({ example: "api:Shop" }),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: "RefundSummary" });

export const RefundPage = z.object({ data: z.array(RefundSummary), links: Links }).meta({ id: "RefundPage" });
