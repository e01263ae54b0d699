import { NewShipment } from "@/app/api/v1/schemas";
import { paymentWrite } from "@/app/api/v1/writes";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = paymentWrite({
  permission: "payments:capture",
  input: NewShipment,
  act: (actor, { id: paymentId }, { input, intentId, correlationId }) =>
    recordShipment(actor, {
      paymentId,
      intentId,
      correlationId,
      carrier: input.carrier ?? null,
      trackingCode: input.trackingCode ?? null,
      shippedAt: input.shippedAt === undefined ? null : new Date(input.shippedAt),
    }),
  tell: (payment, done) => ({ id: done?.shipmentId, outcome: done?.outcome, payment }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
