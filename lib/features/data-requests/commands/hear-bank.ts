import type { Actor } from "@/lib/kernel/access";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { err, ok, type Result } from "@/lib/kernel/result";
import { storedOutputs } from "@/lib/features/data-requests/commands/mask-parameters";
import { applyDataRequestEvent } from "@/lib/features/data-requests/commands/apply-event";
import {
  bookWord,
  findMandate,
  mandateOutputs,
  type StoredMandate,
} from "@/lib/features/data-requests/commands/mandate-rows";
import {
  isDataRequestCode,
  isDefinitive,
  type DataRequestCode,
  type DataRequestEvent,
} from "@/lib/features/data-requests/model";
import type { BankWord, MandateAtBank } from "@/lib/platform/bank/port";
import { recordExchanges } from "@/lib/platform/exchanges";
import type { ExchangeRecord } from "@/lib/platform/http";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** The request as it stands, held until the transaction ends; null for absent or another merchant's. */
export async function lockDataRequest(tx: Tx, id: string) {
  if (!(await lockRow(tx, "data_request", id))) return null;
  const request = await tx.db.dataRequest.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      id: true,
      statusCode: true,
      correlationId: true,
      bankReference: true,
      returnUrl: true,
      returnUrlCancel: true,
      expiresAt: true,
      invoiceId: true,
      paymentId: true,
      customerName: true,
      customerAccount: true,
    },
  });
  const { statusCode, ...facts } = request;
  if (!isDataRequestCode(statusCode)) throw new Error("a data request has a code of its own");
  return { ...facts, code: statusCode };
}

/** Domain.md 2.3: what the bank's word means for a request; null: nothing yet. */
function eventOf(word: BankWord, code: DataRequestCode, byMerchant: boolean): DataRequestEvent | null {
  switch (word) {
    case "open":
      return null;
    case "signed":
      return "accept";
    case "rejected":
      return "reject";
    case "cancelled":
      return byMerchant ? "cancel_by_merchant" : "cancel_by_consumer";
    case "expired":
      return code === 790 ? "expire" : "fail";
    case "failed":
      return "fail";
  }
}

const texts: Readonly<Record<BankWord, string | null>> = {
  open: null,
  signed: null,
  rejected: "The bank or the customer has refused the mandate.",
  cancelled: null,
  expired: "The customer did not answer in time.",
  failed: "The bank could not complete the mandate.",
};

type Customer = { readonly customerName: string | null; readonly customerAccount: string | null };

/** BK-3: of a customer that the shop did not name, what the bank knows. */
const customerAfter = (request: Customer, { accountName, iban }: StoredMandate): Customer => ({
  customerName: request.customerName ?? accountName,
  customerAccount: request.customerAccount ?? iban,
});

/** Books the bank's word in a transaction of the caller. Words about what has ended only reach the mandate. */
export async function hearWordIn(
  tx: Tx,
  dataRequestId: string,
  told: MandateAtBank,
  byMerchant = false,
): Promise<StoredMandate | null> {
  const request = await lockDataRequest(tx, dataRequestId);
  const mandate = request === null ? null : await findMandate(tx.db, tx.scope, { dataRequestId });
  if (request === null || mandate === null) return null;
  const booked = await bookWord(tx, mandate, told);
  const event = isDefinitive(request.code) ? null : eventOf(told.word, request.code, byMerchant);
  if (event === null) return booked;
  await applyDataRequestEvent(tx, request, event, {
    text: texts[told.word],
    columns: {
      outputParameters: storedOutputs(mandateOutputs(booked)),
      ...customerAfter(request, booked),
    },
  });
  await tx.audit("data_request.bank_answered", ["data_request", dataRequestId], { word: told.word });
  return booked;
}

const readCorrelation = (tx: Tx, id: string) =>
  tx.db.dataRequest.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: { correlationId: true },
  });

export type HeardWord = {
  readonly dataRequestId: string;
  readonly told: MandateAtBank;
  readonly byMerchant?: boolean;
  readonly exchange?: ExchangeRecord;
};

/** The bank's word, by itself or when it was asked. */
export const hearFromBank = (
  actor: Actor,
  { dataRequestId, told, byMerchant = false, exchange }: HeardWord,
): Promise<Result<"heard", "not_found">> =>
  inTransaction(actor, async (tx) => {
    const known = await readCorrelation(tx, dataRequestId);
    if (known === null) return err("not_found");
    const { correlationId } = known;
    const heard = await hearWordIn({ ...tx, correlationId }, dataRequestId, told, byMerchant);
    if (exchange !== undefined)
      await recordExchanges(tx, [{ correlationId, subject: { dataRequestId }, exchange }]);
    return heard === null ? err("not_found") : ok("heard");
  });

/** The bank tells it by itself within seconds; asking begins after that. */
const firstInquiry = 2;

type ComeBack = {
  readonly code: DataRequestCode;
  /** Where the shop wants to have its customer; null: it did not say. */
  readonly address: string | null;
};

/** The customer is back from the bank. What became of it, the bank says itself. */
export const comeBackFromBank = (
  actor: Actor,
  dataRequestId: string,
  exchange: ExchangeRecord,
): Promise<Result<ComeBack, "not_found">> =>
  inTransaction(actor, async (tx): Promise<Result<ComeBack, "not_found">> => {
    const request = await lockDataRequest(tx, dataRequestId);
    if (request === null) return err("not_found");
    const { correlationId, returnUrl, returnUrlCancel } = request;
    const back = await applyDataRequestEvent({ ...tx, correlationId }, request, "come_back");
    const code = back.ok ? back.value : request.code;
    if (back.ok) await noteReturn(tx, dataRequestId);
    await recordExchanges(tx, [{ correlationId, subject: { dataRequestId }, exchange }]);
    return ok({ code, address: code === 890 ? (returnUrlCancel ?? returnUrl) : returnUrl });
  });

async function noteReturn(tx: Tx, dataRequestId: string): Promise<void> {
  await tx.audit("data_request.customer_came_back", ["data_request", dataRequestId]);
  const [runAt, key] = [nextInquiryAt(tx.now, firstInquiry), `bank:${dataRequestId}`];
  await tx.emit("data_request.ask_bank", { dataRequestId, asked: firstInquiry }, { runAt, key });
}
