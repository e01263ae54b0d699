import { readAskedAmount, type AskedAmount } from "@/lib/wire/trust/amount";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { isFreeText, isTransactionReference } from "@/lib/wire/trust/field-checks";
import { FieldReader } from "@/lib/wire/trust/field-reader";

export type RefundRequest = {
  readonly parentReference: string;
  /** Nothing asked: the rest in full (TP-20). */
  readonly amount: AskedAmount;
  readonly orderReference: string | null;
  /** TP-21: a refund settles too, and may be asked for as suspended. Null: as the portal does it. */
  readonly settleStatus: AskableStatus | null;
};

const askableStatuses = [0, 1, 2] as const;
type AskableStatus = (typeof askableStatuses)[number];

function readSettleStatus(reader: FieldReader): AskableStatus | null {
  const isAskable = (value: string) => askableStatuses.some((status) => status.toString() === value);
  const text = reader.accepted("settlestatus", isAskable);
  return askableStatuses.find((status) => status.toString() === text) ?? null;
}

/** Domain.md 1.5.1, TP-20. Every wrong field is named at once. */
export function decodeRefund(fields: Fields): Decoded<RefundRequest> {
  const reader = new FieldReader(fields);
  const request: RefundRequest = {
    parentReference: reader.required("parenttransactionreference", isTransactionReference),
    amount: readAskedAmount(reader, { minor: "baseamount", major: "mainamount" }),
    orderReference: reader.accepted("orderreference", isFreeText),
    settleStatus: readSettleStatus(reader),
  };
  return reader.invalid.length === 0 ? decoded(request) : refused("30000", ...reader.invalid);
}
