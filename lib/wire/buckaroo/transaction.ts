import type { BuckarooStatus } from "@/lib/wire/buckaroo/codes";
import { requestErrors, type WireError } from "@/lib/wire/buckaroo/data-request";
import { statusObject, transactionObject, type JsonTransaction } from "@/lib/wire/buckaroo/json-push";

/** The shape of the push, with what only an answer says (wire.md 3.2). */
export const transactionAnswer = (told: JsonTransaction, errors: readonly WireError[] = []) => ({
  ...transactionObject(told),
  RequiredAction: null,
  RequestErrors: requestErrors(errors),
  ConsumerMessage: null,
});

/** Nothing was made, so there is no key to tell. */
export const transactionRefusal = (status: BuckarooStatus, errors: readonly WireError[]) => ({
  Key: null,
  Status: statusObject(status),
  RequiredAction: null,
  RequestErrors: requestErrors(errors),
  ConsumerMessage: null,
});
