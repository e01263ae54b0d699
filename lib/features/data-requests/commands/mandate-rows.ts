import { maskText } from "@/lib/kernel/mask";
import { output } from "@/lib/features/data-requests/model";
import type { Asked, Parameter } from "@/lib/features/parameters/model";
import type { NewDataRequest } from "@/lib/features/data-requests/commands/create-data-request";
import type { BankWord, MandateAtBank } from "@/lib/platform/bank/port";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Db, Tx } from "@/lib/platform/tx";
import type { MerchantScope } from "@/lib/kernel/access";

/** The values are not confirmed (domain.md 2.6.2). */
const statusWords: Readonly<Record<string, string>> = {
  pending: "Open",
  signed: "Success",
  rejected: "Rejected",
  cancelled: "Cancelled",
  expired: "Expired",
  failed: "Failure",
};

const statusOf: Readonly<Record<BankWord, string>> = {
  open: "pending",
  signed: "signed",
  rejected: "rejected",
  cancelled: "cancelled",
  expired: "expired",
  failed: "failed",
};

export const findMandate = (db: Db, scope: MerchantScope, where: Prisma.MandateWhereInput) =>
  db.mandate.findFirst({
    where: { ...where, merchantId: scope },
    include: { request: { select: { id: true, statusCode: true, bankReference: true } } },
  });
export type StoredMandate = NonNullable<Awaited<ReturnType<typeof findMandate>>>;

export const mandateOutputs = (mandate: Omit<StoredMandate, "request">): Parameter[] => [
  output("MandateId", mandate.mandateId),
  ...(mandate.originalMandateId === null ? [] : [output("OriginalMandateId", mandate.originalMandateId)]),
  output("Reference", mandate.debtorReference),
  output("EmandateStatus", statusWords[mandate.status] ?? mandate.status),
  ...(
    [
      ["BankId", mandate.debtorBankId],
      ["AccountName", mandate.accountName],
      ["Iban", mandate.iban],
      ["SignerName", mandate.signerName],
      ["ValidationReference", mandate.validationReference],
    ] as const
  ).flatMap(([name, value]) => (value === null ? [] : [output(name, value)])),
];

type NewMandate = {
  readonly scheme: string;
  readonly mandateId: string;
  readonly originalMandateId: string | null;
};

const wishColumns = (asked: Asked) => ({
  debtorReference: asked.text("DebtorReference") ?? "",
  debtorBankId: asked.text("DebtorBankId"),
  sequenceType: asked.whole("SequenceType") ?? 0,
  purchaseId: asked.text("PurchaseId"),
  reason: asked.text("EMandateReason"),
  maxAmountMinor: asked.minor("MaxAmount"),
  language: asked.text("Language"),
});

export async function insertMandate(
  tx: Tx,
  dataRequestId: string,
  { websiteId, asked }: NewDataRequest,
  mandate: NewMandate,
): Promise<void> {
  const id = newId();
  await tx.db.mandate.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId,
      dataRequestId,
      ...mandate,
      ...wishColumns(asked),
      status: "pending",
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  await tx.audit("mandate.created", ["mandate", id], { mandateId: mandate.mandateId });
}

/** What the bank says is kept, the account with its ends only (BK-17); what it leaves out stays. */
const heardColumns = ({ bankId, accountName, iban, signerName, validationReference }: MandateAtBank) => {
  const heard = {
    debtorBankId: bankId,
    accountName,
    iban: iban === null ? null : maskText(iban),
    signerName,
    validationReference,
  };
  return Object.fromEntries(Object.entries(heard).filter(([, value]) => value !== null));
};

export async function bookWord(tx: Tx, mandate: StoredMandate, told: MandateAtBank): Promise<StoredMandate> {
  const status = statusOf[told.word];
  const isNews = status !== mandate.status;
  const known = { ...heardColumns(told), status, statusAt: isNews ? tx.now : mandate.statusAt };
  await tx.db.mandate.update({
    where: { merchantId_id: { merchantId: tx.scope, id: mandate.id } },
    data: known,
    select: { id: true },
  });
  if (isNews && status === "signed") await replaceOriginal(tx, mandate);
  return { ...mandate, ...known };
}

/** ModifyMandate: the new one stands, so the one that it replaces does not any more. */
async function replaceOriginal(tx: Tx, { websiteId, originalMandateId }: StoredMandate): Promise<void> {
  if (originalMandateId === null) return;
  await tx.db.mandate.updateMany({
    where: { merchantId: tx.scope, websiteId, mandateId: originalMandateId, status: "signed" },
    data: { status: "cancelled", statusAt: tx.now },
  });
}
