import type { Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { Field } from "@/lib/features/parameters/model";

export const imageSizes = { least: 100, usual: 400, most: 2_000 } as const;
const cents = { least: 1, most: 999_999_999_99 } as const;

/** Domain.md 2.4. */
export const qrActions: Readonly<Record<string, readonly Field[]>> = {
  Generate: [
    { name: "Amount", kind: "amount", isRequired: true, ...cents },
    { name: "AmountIsChangeable", kind: "flag" },
    { name: "PurchaseId", kind: "text", most: 35, isRequired: true },
    { name: "Description", kind: "text", most: 70, isRequired: true },
    { name: "IsOneOff", kind: "flag" },
    { name: "Expiration", kind: "day" },
    { name: "IsProcessing", kind: "flag" },
    { name: "MinAmount", kind: "amount", ...cents },
    { name: "MaxAmount", kind: "amount", ...cents },
    { name: "ImageSize", kind: "whole", least: imageSizes.least, most: imageSizes.most },
  ],
};

export type QrTerms = {
  readonly amount: Money;
  readonly amountIsChangeable: boolean;
  readonly minMinor: number | null;
  readonly maxMinor: number | null;
  readonly isOneOff: boolean;
  readonly expiresAt: Date;
  /** Of a code for one payment: how far that is. */
  readonly state: "open" | "under_way" | "paid";
};

type QrRefusal = "qr_over" | "qr_used" | "qr_under_way";
export type QrAmountRefusal = "amount_fixed" | "amount_too_small" | "amount_too_large";

/** A code is over with its day; one that is meant for one payment is used up when that is paid, and not before. */
export function decideQr(
  { expiresAt, state }: Pick<QrTerms, "expiresAt" | "state">,
  now: Date,
): Result<"open", QrRefusal> {
  if (state === "paid") return err("qr_used");
  if (expiresAt <= now) return err("qr_over");
  return state === "under_way" ? err("qr_under_way") : ok("open");
}

/** What the customer may pay where the code lets the amount be changed. */
export function decideQrAmount(terms: QrTerms, minor: number): Result<Money, QrAmountRefusal> {
  const { amount, amountIsChangeable, minMinor, maxMinor } = terms;
  if (!amountIsChangeable && minor !== amount.minor) return err("amount_fixed");
  if (minor < (minMinor ?? 1)) return err("amount_too_small");
  return maxMinor !== null && minor > maxMinor
    ? err("amount_too_large")
    : ok({ minor, currency: amount.currency });
}
