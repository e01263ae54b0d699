import { Nothing } from "@/app/api/v1/refund-schemas";
import { paymentWrite } from "@/app/api/v1/writes";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = paymentWrite({
  permission: "payments:cancel",
  input: Nothing,
  act: (actor, { id: paymentId }, { correlationId }) =>
    changeSettlement(actor, { paymentId, wanted: { settleStatus: 3 }, correlationId }),
  tell: (payment) => payment,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
