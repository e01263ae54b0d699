import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

type CommunicationFacts = {
  readonly channel?: "email" | "sms";
  readonly kind?: string;
  readonly state?: string;
  readonly addressee?: string;
  readonly content?: object;
  readonly paymentId?: string | null;
  readonly dataRequestId?: string | null;
  readonly invoiceId?: string | null;
  readonly resendOfId?: string | null;
  readonly createdAt?: string;
};

const confirmation = {
  shop: "Shop",
  amount: { minor: 1000, currency: "EUR" },
  reference: "T-1",
  paidAt: "2026-03-01T12:00:00.000Z",
  method: "card",
};

/** A message as it stands after it went out, or not. */
export async function makeCommunication(shop: Shop, facts: CommunicationFacts = {}): Promise<string> {
  const id = randomUUID();
  const message = {
    channel: "email",
    kind: "payment_confirmation",
    state: "sent",
    addressee: "customer@shop.example",
    content: confirmation,
    paymentId: null,
    dataRequestId: null,
    invoiceId: null,
    resendOfId: null,
    createdAt: "2026-03-01T12:00:00Z",
    ...facts,
  };
  await rowsOf(
    `insert into communication (merchant_id, id, website_id, channel, kind, locale, addressee, content, payment_id,
       invoice_id, resend_of_id, state, message_id, return_token, actor, correlation_id, created_at, sent_at, status_at, data_request_id)
     values ($1, $2, $3, $4, $5, 'en', $6, $7, $8, $9, $10, $11, $14, $12, 'system:mail', $2, $13, $13, $13, $15)`,
    [
      shop.merchantId,
      id,
      shop.websiteId,
      message.channel,
      message.kind,
      message.addressee,
      JSON.stringify(message.content),
      message.paymentId,
      message.invoiceId,
      message.resendOfId,
      message.state,
      id.replaceAll("-", "").slice(0, 26),
      message.createdAt,
      `${id}@localhost`,
      message.dataRequestId,
    ],
  );
  await rowsOf(
    `insert into communication_history (merchant_id, id, communication_id, event, to_state, actor, correlation_id, at)
     values ($1, gen_random_uuid(), $2, 'queue', 'queued', 'system:mail', $2, $3)`,
    [shop.merchantId, id, message.createdAt],
  );
  return id;
}

export type BounceFacts = {
  readonly communicationId?: string | null;
  readonly kind?: "PLAZA_EMAIL" | "CREDIT_MANAGEMENT";
  readonly channel?: "email" | "sms";
  readonly addressee?: string;
  readonly class?: string;
  readonly reason?: string;
  readonly invoiceNumber?: string | null;
  readonly paymentId?: string | null;
  readonly dataRequestId?: string | null;
  readonly resentAt?: string | null;
  readonly sentAt?: string | null;
  readonly bouncedAt?: string;
};

export async function makeBounce(shop: Shop, facts: BounceFacts = {}): Promise<string> {
  const id = randomUUID();
  const bounce = {
    communicationId: null,
    kind: "PLAZA_EMAIL",
    channel: "email",
    addressee: "customer@shop.example",
    class: "unknown_user",
    reason: "550 5.1.1 no such user",
    invoiceNumber: null,
    paymentId: null,
    dataRequestId: null,
    resentAt: null,
    sentAt: null,
    bouncedAt: "2026-03-01T12:00:00Z",
    ...facts,
  };
  const { resentAt } = bounce;
  await rowsOf(
    `insert into bounce (merchant_id, id, communication_id, website_id, kind, channel, addressee, domain, invoice_number,
       subject, bounced_at, reason, reason_code, class, is_hard, source, message_sent_at, payment_id, resent_id, resent_at,
       resent_by, resent_to, data_request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Subject', $10, $11, '5.1.1', $12, true, 'report', $13, $14, $15, $16, $17, $18, $19)`,
    [
      shop.merchantId,
      id,
      bounce.communicationId,
      shop.websiteId,
      bounce.kind,
      bounce.channel,
      bounce.addressee,
      bounce.channel === "email" ? (bounce.addressee.toLowerCase().split("@").at(-1) ?? null) : null,
      bounce.invoiceNumber,
      bounce.bouncedAt,
      bounce.reason,
      bounce.class,
      bounce.sentAt,
      bounce.paymentId,
      resentAt && id,
      resentAt,
      resentAt && "user:Eva",
      resentAt && "other@shop.example",
      bounce.dataRequestId,
    ],
  );
  return id;
}

type SuppressionFacts = {
  readonly address?: string;
  readonly channel?: "email" | "sms";
  readonly cause?: "hard_bounce" | "complaint";
  readonly isLifted?: boolean;
  readonly createdAt?: string;
};

export async function makeSuppression(shop: Shop, facts: SuppressionFacts = {}): Promise<string> {
  const id = randomUUID();
  const usual = {
    address: `${id}@shop.example`,
    channel: "email",
    cause: "hard_bounce",
    createdAt: "2026-03-01T12:00:00Z",
  };
  const { address, channel, cause, createdAt } = { ...usual, ...facts };
  const lifted = facts.isLifted === true ? [createdAt, "user:Eva", "asked for"] : [null, null, null];
  await rowsOf(
    `insert into suppression (merchant_id, id, channel, address, cause, created_at, lifted_at, lifted_by, lift_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [shop.merchantId, id, channel, address, cause, createdAt, ...lifted],
  );
  return id;
}

export async function makeReport(
  shop: Shop,
  facts: {
    readonly source?: string;
    readonly verdict?: string;
    readonly communicationId?: string | null;
    readonly receivedAt?: string;
  } = {},
): Promise<string> {
  const id = randomUUID();
  const { source = "smtp", verdict = "bounce", communicationId = null } = facts;
  await rowsOf(
    `insert into inbound_report (merchant_id, id, communication_id, source, raw, byte_count, verdict, remark, received_at)
     values ($1, $2, $3, $4, 'Subject: hello', 14, $5, null, $6)`,
    [shop.merchantId, id, communicationId, source, verdict, facts.receivedAt ?? "2026-03-01T12:00:00Z"],
  );
  return id;
}
