import type { Permission } from "@/lib/kernel/access";
import { encodeRefusal } from "@/lib/wire/trust/answer";
import type { Fields } from "@/lib/wire/trust/envelope";
import { decodeTypesOf, type RequestType } from "@/lib/wire/trust/request-type";
import { answerAuth } from "@/app/(wire)/trust/answer-auth";
import { answerQuery } from "@/app/(wire)/trust/answer-query";
import { answerRefund } from "@/app/(wire)/trust/answer-refund";
import { answerAuthWithPlan, answerSubscription } from "@/app/(wire)/trust/answer-subscription";
import { answerUpdate } from "@/app/(wire)/trust/answer-update";
import type { Answered, Context } from "@/app/(wire)/trust/context";
import type { Caller } from "@/lib/web/endpoint";

type Served = {
  readonly permission: Permission;
  answer(caller: Caller, fields: Fields, context: Context): Promise<Answered>;
};

const served: Readonly<Record<RequestType, Served>> = {
  AUTH: { permission: "payments:create", answer: answerAuth },
  TRANSACTIONQUERY: { permission: "payments:read", answer: answerQuery },
  TRANSACTIONUPDATE: { permission: "payments:update", answer: answerUpdate },
  REFUND: { permission: "payments:refund", answer: answerRefund },
  SUBSCRIPTION: { permission: "subscriptions:manage", answer: answerSubscription },
};

/** What was asked for, and a first payment with its plan has two answers; everything else has one. */
export async function answerRequest(
  caller: Caller,
  fields: Fields,
  context: Context,
): Promise<readonly Answered[]> {
  const types = decodeTypesOf(fields);
  if (!types.ok) return [{ entry: encodeRefusal(types.refusal, "ERROR", context), paymentId: null }];
  const refused = types.value.filter((type) => !caller.actor.may.has(served[type].permission));
  if (refused.length > 0) {
    return types.value.map((type) => ({
      entry: encodeRefusal({ code: "25000", data: [] }, type, context),
      paymentId: null,
    }));
  }
  const [type, ...more] = types.value;
  if (type === undefined) return [];
  if (more.length > 0) return answerAuthWithPlan(caller, fields, context);
  return [await served[type].answer(caller, fields, context)];
}
