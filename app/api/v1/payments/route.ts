import type { z } from "zod";
import { NewPayment } from "@/app/api/v1/schemas";
import { refused } from "@/app/api/v1/refusals";
import { cardOf, createdAnswer, withLocation } from "@/app/api/v1/writes";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { paymentListing, type PaymentRow } from "@/lib/features/payments/listing";
import { findPayments } from "@/lib/features/payments/queries/list";
import { apiRead, apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json } from "@/lib/web/problem";

const summary = (row: PaymentRow) => ({
  id: row.id,
  transactionReference: row.transactionReference,
  createdAt: row.createdAt,
  status: row.status,
  amount: row.amount,
  refunded: { minor: Math.abs(row.refunded?.minor ?? 0), currency: row.amount.currency },
  method: row.method.code,
  methodDetail: row.method.detail,
  captureMode: row.mode,
  settleStatus: row.settle === null ? null : Number(row.settle),
  settleDueDate: row.due,
  orderReference: row.orderReference,
  invoiceNumber: row.invoice,
  customer: { email: row.customerEmail, country: row.country },
  website: { name: row.website },
});

export const GET = apiRead("payments:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(paymentListing, request, timezone);
  if (!read.ok) return read.refusal;
  const page = await findPayments(actor.scope, read.query);
  return json(200, { data: page.rows.map(summary), links: read.links(page) });
});

type Wish = z.output<typeof NewPayment>;

const customerOf = ({ customer }: Wish) => ({
  email: customer?.email ?? null,
  name: customer?.name ?? null,
  country: customer?.country ?? null,
});

const platformOrderOf = ({ platformOrder }: Wish) =>
  platformOrder === undefined ? null : { id: platformOrder.id, url: platformOrder.url ?? null };

const orderOf = (wish: Wish) => ({
  orderReference: wish.orderReference ?? null,
  invoiceNumber: wish.invoiceNumber ?? null,
  description: wish.description ?? null,
  source: wish.source ?? "webshop",
  requiresShipping: wish.requiresShipping ?? null,
  platformOrder: platformOrderOf(wish),
});

const settlementOf = ({ settleStatus, settleDueDate, preAuthorisation }: Wish) => ({
  ...(settleStatus === undefined ? {} : { settleStatus }),
  settleDueDate: settleDueDate ?? null,
  preAuthorisation: preAuthorisation ?? false,
});

const pushAddressesOf = ({ pushUrl, pushUrlFailure }: Wish) =>
  pushUrl === undefined && pushUrlFailure === undefined
    ? {}
    : { pushAddresses: { pushUrl: pushUrl ?? null, pushUrlFailure: pushUrlFailure ?? null } };

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
      card: cardOf(input.card),
      ...orderOf(input),
      customer: customerOf(input),
      captureMode: input.captureMode ?? null,
      ...settlementOf(input),
      validitySeconds: input.validitySeconds ?? null,
      ...pushAddressesOf(input),
    });
    return created.ok ? createdAnswer(actor.scope, created.value.paymentId) : refused(created.error);
  },
  complete: withLocation,
});

const refuse = methodNotAllowed("GET, POST");
export { refuse as DELETE, refuse as PATCH, refuse as PUT };
