import { z } from "zod";
import {
  Amount,
  Card,
  checkMeans,
  emailAddress,
  freeText,
  id,
  instant,
  Links,
  localDay,
  transactionReference,
  WantedAmount,
  wantedDay,
  wantedInstant,
  wantedPushAddresses,
  webAddress,
} from "@/app/api/v1/fields";
import { Refund, settleStatus } from "@/app/api/v1/refund-schemas";
import { moveNames } from "@/lib/features/moves/model";
import {
  captureModes,
  paymentMethods,
  paymentSources,
  paymentStatuses,
  refundStates,
} from "@/lib/features/payments/model";

const method = z.enum(paymentMethods).meta({ example: "card" });
const card = Card.optional().meta({ description: "Needed for the method card, and only for it." });
const orderReference = freeText(255).optional().meta({ example: "A-77" });

const Customer = z.strictObject({
  email: emailAddress.optional().meta({ example: "eva@shop.example" }),
  name: freeText(255).optional().meta({ example: "Eva Nowak" }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({ description: "ISO 3166-1 alpha-2.", example: "PL" }),
});

const onlyScheduled = ["settleStatus", "settleDueDate"] as const;

export const NewPayment = z
  .strictObject({
    amount: WantedAmount,
    method,
    card,
    orderReference,
    invoiceNumber: freeText(255).optional().meta({ example: "2026-0041" }),
    description: freeText(255).optional().meta({ example: "Two coffee cups" }),
    customer: Customer.optional(),
    captureMode: z
      .enum(captureModes)
      .optional()
      .meta({ description: "Left out: as the website is set.", example: "immediate" }),
    settleStatus: z.literal([0, 1, 2]).optional().meta({
      description: "Only with captureMode scheduled. 0 or 1: settle on the due day. 2: hold.",
      example: 0,
    }),
    settleDueDate: wantedDay.optional().meta({
      description: "Only with captureMode scheduled: the day of the settlement.",
      example: "2026-11-29",
    }),
    preAuthorisation: z
      .boolean()
      .optional()
      .meta({ description: "Holds the money for 31 days instead of 7.", example: false }),
    validitySeconds: z.int().min(60).max(864_000).optional().meta({
      description: "How long the customer may take. Left out: as the website is set.",
      example: 86_400,
    }),
    source: z.enum(["webshop", "payment_link"]).optional().meta({ example: "webshop" }),
    requiresShipping: z.boolean().optional().meta({
      description: "With captureMode manual: true is captured by a shipment, false at once.",
      example: true,
    }),
    platformOrder: z
      .strictObject({ id: freeText(255), url: webAddress.optional() })
      .optional()
      .meta({ description: "The order in the shop platform." }),
    ...wantedPushAddresses,
  })
  .superRefine((wish, context) => {
    checkMeans(wish, context);
    if (wish.captureMode === "scheduled") return;
    for (const field of onlyScheduled) {
      if (wish[field] === undefined) continue;
      context.addIssue({ code: "custom", path: [field], message: "only_scheduled" });
    }
  })
  .meta({
    id: "NewPayment",
    example: {
      amount: { minor: 1050, currency: "EUR" },
      method: "card",
      card: { number: "4111111111111111", expiry: "12/2030", securityCode: "123" },
      orderReference: "A-77",
      customer: { email: "eva@shop.example", name: "Eva Nowak", country: "PL" },
    },
  });

export const NewRetry = z
  .strictObject({ method, card })
  .superRefine(checkMeans)
  .meta({ id: "NewRetry", example: { method: "ideal" } });

export const NewCapture = z
  .strictObject({
    amount: WantedAmount.optional().meta({
      description: "Left out: the whole. Of a part, the rest goes back to the customer.",
    }),
  })
  .meta({ id: "NewCapture", example: { amount: { minor: 500, currency: "EUR" } } });

export const NewShipment = z
  .strictObject({
    carrier: freeText(100).optional().meta({ example: "Posti" }),
    trackingCode: freeText(100).optional().meta({ example: "JJFI1234" }),
    shippedAt: wantedInstant.optional().meta({ description: "Left out: now." }),
  })
  .meta({ id: "NewShipment", example: { carrier: "Posti", trackingCode: "JJFI1234" } });

export const PlatformOrder = z
  .strictObject({ orderId: freeText(255).meta({ example: "1001" }), url: webAddress.optional() })
  .meta({
    id: "PlatformOrder",
    example: { orderId: "1001", url: "https://shop.example/admin/orders/1001" },
  });

const status = z.enum(paymentStatuses).meta({ example: "completed" });

const Move = z
  .object({
    open: z.boolean(),
    reason: z.string().nullable().meta({ description: "Why it is closed.", example: "settling_now" }),
    opensAt: instant.nullable().meta({ description: "When it opens by itself, where that is known." }),
  })
  .meta({ id: "Move" });
const Moves = z
  .record(z.enum(moveNames), Move)
  .meta({ description: "What can be done with the payment now, and why the rest cannot." });

export const Payment = z
  .object({
    id,
    transactionReference,
    createdAt: instant,
    status: status.meta({
      description: "`started` after a create: the gateway did not answer in time; it is asked until it does.",
      example: "completed",
    }),
    statusAt: instant,
    website: z.object({ id: z.uuid(), name: z.string().meta({ example: "Shop" }) }),
    amount: Amount,
    captured: Amount,
    refunded: Amount,
    leftToRefund: Amount.meta({
      description: "Refunds that are asked for or unknown are already taken off.",
    }),
    refundState: z.enum(refundStates),
    method: z.enum(paymentMethods),
    card: z
      .object({ brand: z.string().nullable(), lastFour: z.string(), expiry: z.string().nullable() })
      .nullable(),
    captureMode: z.enum(captureModes),
    settleStatus,
    settleAmount: Amount.meta({ description: "What a settlement or a capture of the whole takes." }),
    settleDueDate: localDay.nullable(),
    settlesAt: instant.nullable().meta({ description: "When the settlement begins that takes it." }),
    preAuthorisation: z.boolean(),
    reservedUntil: instant.nullable().meta({ description: "How long the money is held." }),
    expiresAt: instant.nullable().meta({ description: "Until when the customer may pay." }),
    orderReference: z.string().nullable(),
    invoiceNumber: z.string().nullable(),
    description: z.string().nullable(),
    customer: z.object({
      email: z.string().nullable(),
      name: z.string().nullable(),
      country: z.string().nullable(),
    }),
    source: z.enum(paymentSources),
    requiresShipping: z.boolean().nullable(),
    shippedAt: instant.nullable(),
    platformOrder: z.object({ id: z.string(), url: z.string().nullable() }).nullable(),
    outOfSync: z
      .boolean()
      .meta({ description: "Refunded here against the rule: the shop platform does not know." }),
    predecessorId: id.nullable().meta({ description: "The payment that this one is a retry of." }),
    subscription: z
      .object({ id, number: z.int() })
      .nullable()
      .meta({ description: "The plan that made this payment, and its number in it." }),
    declineCode: z.string().nullable(),
    pushUrl: z.string().nullable().meta({ description: "Null: pushes go where the website is set." }),
    pushUrlFailure: z.string().nullable(),
    moves: Moves,
    refunds: z.array(Refund),
  })
  .meta({ id: "Payment" });

export const Capture = z
  .object({
    outcome: z.enum(["captured", "refused", "unknown"]).meta({
      description: "`unknown`: the gateway did not answer; it is asked until it does. Do not capture again.",
    }),
    amount: Amount,
    payment: Payment,
  })
  .meta({ id: "Capture" });

export const Shipment = z
  .object({
    id,
    outcome: z.enum(["captured", "recorded", "ignored"]).meta({
      description:
        "`captured`: the money is taken. `recorded`: nothing waited for it. `ignored`: the payment had come to nothing.",
    }),
    payment: Payment,
  })
  .meta({ id: "Shipment" });

const PaymentSummary = z
  .object({
    id,
    transactionReference,
    createdAt: instant,
    status,
    amount: Amount,
    refunded: Amount,
    method,
    methodDetail: z
      .string()
      .nullable()
      .meta({ description: "Brand and last four digits of a card.", example: "visa •••• 1111" }),
    captureMode: z.enum(captureModes),
    settleStatus,
    settleDueDate: localDay.nullable(),
    orderReference: z.string().nullable().meta({ example: "A-77" }),
    invoiceNumber: z.string().nullable(),
    customer: z.object({ email: z.string().nullable(), country: z.string().nullable() }),
    website: z.object({ name: z.string() }),
  })
  .meta({ id: "PaymentSummary" });

export const PaymentPage = z
  .object({ data: z.array(PaymentSummary), links: Links })
  .meta({ id: "PaymentPage" });
