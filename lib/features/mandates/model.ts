import { err, ok, type Result } from "@/lib/kernel/result";
import type { Field } from "@/lib/features/parameters/model";

const sequence = { name: "SequenceType", kind: "whole", least: 0, most: 1 } as const;
const mandateId = { name: "MandateId", kind: "text", most: 35 } as const;

const wishes: readonly Field[] = [
  { name: "DebtorBankId", kind: "text", most: 11 },
  { name: "DebtorReference", kind: "text", most: 35, isRequired: true },
  { ...sequence, isRequired: true },
  { name: "PurchaseId", kind: "text", most: 35 },
  mandateId,
  { name: "Language", kind: "choice", choices: ["nl", "en", "de", "fr"] },
  { name: "EMandateReason", kind: "text", most: 70, isRequired: true },
  { name: "MaxAmount", kind: "amount", least: 1, most: 999_999_999_99 },
];

/** Domain.md 2.4. */
export const mandateActions: Readonly<Record<string, readonly Field[]>> = {
  GetIssuerList: [],
  CreateMandate: wishes,
  GetStatus: [{ ...mandateId, isRequired: true }],
  ModifyMandate: [{ name: "OriginalMandateId", kind: "text", most: 35, isRequired: true }, ...wishes],
  CancelMandate: [{ ...mandateId, isRequired: true }],
};

export type MandateRefusal = "unknown_mandate" | "mandate_id_used" | "not_signed" | "ended_before";

/** Only a mandate that stands can be replaced by another one. */
export const decideModification = (status: string): Result<"allowed", MandateRefusal> =>
  status === "signed" ? ok("allowed") : err("not_signed");

/** A mandate that stands or is still being signed can be withdrawn. */
export const decideWithdrawal = (status: string): Result<"allowed", MandateRefusal> =>
  status === "signed" || status === "pending" ? ok("allowed") : err("ended_before");
