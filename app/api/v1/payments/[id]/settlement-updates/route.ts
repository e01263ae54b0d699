import { SettlementUpdate } from "@/app/api/v1/refund-schemas";
import { isForeign, paymentWrite, wantedOf } from "@/app/api/v1/writes";
import { err } from "@/lib/kernel/result";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = paymentWrite({
  permission: "payments:update",
  input: SettlementUpdate,
  act: async (actor, payment, { input, correlationId }) =>
    isForeign(input.amount, payment)
      ? err("wrong_currency")
      : changeSettlement(actor, { paymentId: payment.id, wanted: wantedOf(input), correlationId }),
  tell: (payment) => payment,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
