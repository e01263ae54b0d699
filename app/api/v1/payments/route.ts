import type { z } from "zod";
import { NewPayment, Payment } from "@/app/api/v1/schemas";
import { paymentProblem } from "@/app/api/v1/refusals";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { paymentListing, type PaymentRow } from "@/lib/features/payments/listing";
import { getPaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { findPayments } from "@/lib/features/payments/queries/list";
import { apiRead, apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json, problem, type Answer } from "@/lib/web/problem";

const summary = (row: PaymentRow) => ({
  id: row.id,
  createdAt: row.createdAt,
  status: row.status,
  amount: row.amount,
  refunded: { minor: Math.abs(row.refunded?.minor ?? 0), currency: row.amount.currency },
  method: row.method.code,
  methodDetail: row.method.detail,
  orderReference: row.orderReference,
  customer: { email: row.customerEmail },
  website: { name: row.website },
});

export const GET = apiRead("payments:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(paymentListing, request, timezone);
  if (!read.ok) return read.refusal;
  const page = await findPayments(actor.scope, read.query);
  return json(200, { data: page.rows.map(summary), links: read.links(page) });
});

type Wish = z.output<typeof NewPayment>;
const cardOf = ({ card }: Wish) => card && { ...card, securityCode: card.securityCode ?? null };
const customerOf = ({ customer }: Wish) => ({
  email: customer?.email ?? null,
  name: customer?.name ?? null,
  country: customer?.country ?? null,
});

const Created = Payment.pick({ id: true });

/** Leads to the new payment. */
function withLocation(answer: Answer): Answer {
  if (answer.status !== 201) return answer;
  const { id } = Created.parse(JSON.parse(answer.body));
  return { ...answer, headers: { ...answer.headers, location: `/api/v1/payments/${id}` }, paymentId: id };
}

export const POST = apiWrite({
  permission: "payments:create",
  input: NewPayment,
  run: async ({ actor, websiteId }, input, { intentId, correlationId }) => {
    const created = await createPayment(actor, {
      websiteId,
      intentId,
      correlationId,
      amount: input.amount,
      method: input.method,
      card: cardOf(input) ?? null,
      orderReference: input.orderReference ?? null,
      description: input.description ?? null,
      customer: customerOf(input),
      captureMode: input.captureMode ?? null,
    });
    if (!created.ok) return paymentProblem(created.error);
    const payment = await getPaymentWithRefunds(actor.scope, created.value.paymentId);
    return payment === null ? problem("not_found", "The payment is gone.") : json(201, payment);
  },
  complete: withLocation,
});

const refuse = methodNotAllowed("GET, POST");
export { refuse as DELETE, refuse as PATCH, refuse as PUT };
