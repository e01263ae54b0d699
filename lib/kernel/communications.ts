import { z } from "zod";

export const channels = ["email", "sms"] as const;
export type Channel = (typeof channels)[number];

/** States of a message (domain.md 2.8); `unknown`: it was handed over and the answer was lost. */
export const communicationStates = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "unknown",
  "suppressed",
] as const;
export type CommunicationState = (typeof communicationStates)[number];

const amount = z.object({ minor: z.int(), currency: z.string().length(3) });
const instant = z.iso.datetime();
/** Zone in which the message tells times; UTC when it names none. */
const timezone = z.string().optional();

const invoiceContent = z.object({
  shop: z.string(),
  invoice: z.string(),
  open: amount,
  adminCosts: amount.optional(),
  dueOn: z.iso.date(),
  /** Which message of the invoice's scheme this is, from 1. */
  step: z.int().positive(),
  timezone,
});

/** What the template of each kind takes; nothing secret is in it. */
export const contentSchemas = {
  payment_confirmation: z.object({
    shop: z.string(),
    amount,
    reference: z.string(),
    order: z.string().optional(),
    paidAt: instant,
    method: z.string(),
    timezone,
  }),
  payment_invitation: z.object({ shop: z.string(), amount, invoice: z.string().optional(), timezone }),
  refund_notice: z.object({
    shop: z.string(),
    amount,
    reference: z.string(),
    order: z.string().optional(),
    timezone,
  }),
  push_failure: z.object({
    website: z.string(),
    url: z.string(),
    answer: z.string(),
    event: z.string(),
    which: z.enum(["first", "last"]),
    at: instant,
    retries: z.int().nonnegative(),
    link: z.string(),
    timezone,
  }),
  renewal_failure: z.object({
    shop: z.string(),
    reference: z.string(),
    order: z.string().optional(),
    reason: z.string(),
    timezone,
  }),
  colleague_invitation: z.object({ merchant: z.string(), inviter: z.string(), role: z.string(), timezone }),
  password_reset: z.object({ timezone }),
  invoice_invitation: invoiceContent,
  invoice_reminder: invoiceContent,
} as const;

export type CommunicationKind = keyof typeof contentSchemas;
export const communicationKinds = Object.keys(contentSchemas) as readonly CommunicationKind[];
export type CommunicationContent<K extends CommunicationKind> = z.output<(typeof contentSchemas)[K]>;

/** Kept encrypted: a link that opens something. */
export const communicationSecret = z.object({ link: z.string() });
export type CommunicationSecret = z.output<typeof communicationSecret>;

/** An address as the list of suppressed ones keeps it: e-mail in lower case, a number in E.164. */
export const comparableAddress = (channel: Channel, address: string): string =>
  channel === "email" ? address.trim().toLowerCase() : address;
