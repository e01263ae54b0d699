import { z } from "zod";
import { channels } from "@/lib/kernel/communications";

const base = z.object({ version: z.literal(1), merchantId: z.uuid() });

/** What the outbox carries: ids only. An event without a handler in the worker does not compile. */
export const events = {
  /** Asks the gateway about an authorisation whose outcome is open. */
  "payment.inquire": base.extend({ paymentId: z.uuid() }),
  "payment.capture": base.extend({ paymentId: z.uuid() }),
  /** Gives a reservation back to the card. `operationId` is the stored wish; an authorisation that never got a reference is named by its own operation. */
  "payment.reverse": base.extend({
    paymentId: z.uuid(),
    operationId: z.uuid(),
    originalOperationId: z.uuid().nullable(),
  }),
  "payment.status_changed": base.extend({ paymentId: z.uuid(), historyId: z.uuid() }),
  /** The settle status changed while the status stayed; only some receivers want to know. */
  "payment.settlement_changed": base.extend({ paymentId: z.uuid(), historyId: z.uuid() }),
  /** Payments whose customer took too long (PN-3). */
  "payments.expire": base,
  /** Held payments whose reservation is over (TP-9). */
  "payments.end_reservations": base,
  /** The settlement run of one merchant: `day` is the local day up to which due payments settle (TP-7). */
  "payments.settle": base.extend({ day: z.iso.date() }),
  /** Asks about what a settlement run handed over and nobody answered. */
  "payments.confirm": base,
  /** Refunds that stayed suspended too long (TP-9, TP-21). */
  "refunds.end_suspensions": base,
  "refunds.settle": base.extend({ day: z.iso.date() }),
  "refunds.confirm": base,
  /** Refunds that wait for the balance, in the order of their arrival (PN-13). */
  "refunds.try_waiting": base,
  "subscriptions.run": base.extend({ day: z.iso.date() }),
  "subscription.payment_due": base.extend({ subscriptionId: z.uuid(), number: z.int().positive() }),
  "refund.requested": base.extend({ refundId: z.uuid() }),
  "refund.inquire": base.extend({ refundId: z.uuid() }),
  /** Takes back a refund that the issuer agreed to and that never settles: `operationId` is the stored wish. */
  "refund.reverse": base.extend({ refundId: z.uuid(), operationId: z.uuid() }),
  "refund.status_changed": base.extend({ refundId: z.uuid(), historyId: z.uuid() }),
  /** Pushes that waited for an address can be sent now (PN-E4). */
  "website.push_address_set": base.extend({ websiteId: z.uuid() }),
  /** A push that tells of nothing, to try out the address. */
  "website.push_test": base.extend({ websiteId: z.uuid(), testId: z.uuid() }),
  /** Asks the bank about a mandate that nobody has told the end of; `asked`: how often it was asked before. */
  "data_request.ask_bank": base.extend({ dataRequestId: z.uuid(), asked: z.int().nonnegative() }),
  /** Mails the customer a link to pay. */
  "data_request.invite": base.extend({ dataRequestId: z.uuid() }),
  /** Data requests whose customer took too long (domain.md 2.3). */
  "data_requests.expire": base,
  /** A line of its history was written; what is news is pushed. */
  "invoice.changed": base.extend({ invoiceId: z.uuid(), historyId: z.uuid() }),
  /** Carries out the steps of invoices that are due on the merchant's day (domain.md 2.9). */
  "invoices.remind": base,
  /** A step of the scheme ends what the invoice was for. */
  "invoice.stop_subscription": base.extend({ invoiceId: z.uuid(), subscriptionId: z.uuid() }),
  /** Nonces that are too old to be used again. */
  "nonces.purge": base,
  "data_request.status_changed": base.extend({ dataRequestId: z.uuid(), historyId: z.uuid() }),
  /** BK-14: `which` is the first failure of an outage, or its first push that ran out of retries. */
  "website.pushes_fail": base.extend({
    websiteId: z.uuid(),
    attemptId: z.uuid(),
    which: z.enum(["first", "last"]),
  }),
  /** What is due for one host of the merchant: a lane. */
  "pushes.deliver": base.extend({ host: z.string() }),
  /** Winds the lanes that a lost job left behind. */
  "pushes.wake": base,
  "push.resend": base.extend({ pushId: z.uuid(), attemptId: z.uuid(), actor: z.string() }),
  /** Sends a bulk push, or goes on with it. */
  "push_bulk.run": base.extend({ bulkId: z.uuid() }),
  /** Hands over what is due of one channel. */
  "communications.deliver": base.extend({ channel: z.enum(channels) }),
  /** What is to be tried again, and what a dead worker left behind. */
  "communications.wake": base,
  /** Reads what came in about a message. */
  "report.read": base.extend({ reportId: z.uuid() }),
  /** Reads what a lost job left unread. */
  "reports.wake": base,
  /** A message that carries out a step of an invoice's scheme did not arrive. */
  /** A chain captured more, or took a part of it back: the payment's status is as it was. */
  "payment.captured": base.extend({ paymentId: z.uuid(), historyId: z.uuid() }),
  /** All that is left of a chain is captured: its parcel has left (FP-11). */
  "authorisation.capture": base.extend({ paymentId: z.uuid() }),
  /** The nightly run of one merchant (CT-1, CT-19). */
  "authorisations.renew": base,
  /** What a capture left, three minutes after it (CT-7). */
  "authorisations.split": base,
  /** CT-14. */
  "authorisations.hope": base,
  /** Asks about calls of chains that nobody has answered, and goes on from there. */
  "authorisations.recover": base,
  /** Chains whose time is over (CT-4). */
  "authorisations.lapse": base,
  /** Writes the file of a night's failures (CT-20): `night` is its day in Berlin. */
  "authorisations.report": base.extend({ night: z.iso.date() }),
  /** A line of the failure notice was written for a website that is told by e-mail (CT-16). */
  "renewal.failed": base.extend({ failureId: z.uuid() }),
  /** Books the rows of a confirmed capture file, or goes on with it. */
  "file.book": base.extend({ fileId: z.uuid() }),
  /** Takes capture files from the merchant's folder, and puts results and files of failures there. */
  "files.exchange": base,
  "communication.bounced": base.extend({ communicationId: z.uuid(), bounceId: z.uuid() }),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
/** What a command hands to `emit`: the scope adds merchant and version. */
export type EventIds<N extends EventName> = Omit<EventPayload<N>, "version" | "merchantId">;
