import { SettlementUpdate } from "@/app/api/v1/refund-schemas";
import { isForeign, refundWrite, wantedOf } from "@/app/api/v1/writes";
import { err } from "@/lib/kernel/result";
import { changeRefundSettlement } from "@/lib/features/refunds/commands/change-settlement";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = refundWrite({
  permission: "payments:update",
  input: SettlementUpdate,
  act: async (actor, refund, { input, correlationId }) =>
    isForeign(input.amount, refund)
      ? err("wrong_currency")
      : changeRefundSettlement(actor, { refundId: refund.id, wanted: wantedOf(input), correlationId }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
