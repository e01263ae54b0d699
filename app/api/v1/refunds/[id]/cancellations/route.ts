import { Nothing } from "@/app/api/v1/refund-schemas";
import { refundWrite } from "@/app/api/v1/writes";
import { cancelRefund } from "@/lib/features/refunds/commands/cancel-refund";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = refundWrite({
  permission: "payments:refund",
  input: Nothing,
  act: (actor, { id: refundId }, { correlationId }) => cancelRefund(actor, { refundId, correlationId }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
