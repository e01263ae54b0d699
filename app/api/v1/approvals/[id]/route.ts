import { Decision } from "@/app/api/v1/refund-schemas";
import { refundWrite } from "@/app/api/v1/writes";
import { decideOnRefund } from "@/lib/features/refunds/commands/decide-approval";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = refundWrite({
  permission: "refunds:approve",
  input: Decision,
  act: (actor, { id: refundId }, { input: { approves, reason }, correlationId }) =>
    decideOnRefund(actor, { refundId, approves, reason: reason ?? null, correlationId }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
