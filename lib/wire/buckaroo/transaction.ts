import { requestErrors, type WireError } from "@/lib/wire/buckaroo/data-request";
import { transactionObject, type JsonTransaction } from "@/lib/wire/buckaroo/json-push";

/** The shape of the push, with what only an answer says (wire.md 3.2). */
export const transactionAnswer = (told: JsonTransaction, errors: readonly WireError[] = []) => ({
  ...transactionObject(told),
  RequiredAction: null,
  RequestErrors: requestErrors(errors),
  ConsumerMessage: null,
});
