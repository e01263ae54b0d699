import { buckarooEndpoint, channelError } from "@/app/(wire)/buckaroo/endpoint";
import { idOfKey } from "@/app/(wire)/buckaroo/read-json";
import { ownTransaction } from "@/app/(wire)/buckaroo/transactions";
import { transactionAnswer } from "@/lib/wire/buckaroo/transaction";
import { json } from "@/lib/web/problem";

/** How a payment or a refund stands (wire.md 3.2). */
export const GET = buckarooEndpoint<{ readonly key: string }>({
  permission: "payments:read",
  run: async (caller, _incoming, { key }) => {
    const id = idOfKey(key);
    const found = id === null ? null : await ownTransaction(caller, id);
    return found === null
      ? channelError(404, "TransactionUnknown", "No transaction has this key.")
      : { ...json(200, transactionAnswer(found.told)), paymentId: found.paymentId };
  },
});
