import { PlatformOrder } from "@/app/api/v1/schemas";
import { paymentWrite } from "@/app/api/v1/writes";
import { linkPlatformOrder } from "@/lib/features/payments/commands/link-platform-order";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = paymentWrite({
  permission: "payments:update",
  input: PlatformOrder,
  act: (actor, { id: paymentId }, { input: { orderId, url } }) =>
    linkPlatformOrder(actor, { paymentId, orderId, url: url ?? null }),
  tell: (payment) => payment,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
