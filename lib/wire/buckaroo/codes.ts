import { localTime } from "@/lib/kernel/zoned-day";

/** Domain.md 2.2. */
const descriptions = {
  190: "Success",
  490: "Failed",
  491: "Validation failure",
  492: "Technical error",
  690: "Rejected",
  790: "Pending input",
  791: "Pending processing",
  792: "Awaiting consumer",
  793: "On hold",
  794: "Pending approval",
  890: "Cancelled by consumer",
  891: "Cancelled by merchant",
} as const;

export type BuckarooCode = keyof typeof descriptions;
export type SubCode = { readonly code: string; readonly description: string };
export type BuckarooStatus = {
  readonly code: BuckarooCode;
  /** Without one, that of a success is `S001`. */
  readonly sub: SubCode | null;
  readonly at: Date;
};

const success: SubCode = { code: "S001", description: "Transaction successfully processed" };

export const descriptionOf = (code: BuckarooCode): string => descriptions[code];
export const subCodeOf = ({ code, sub }: BuckarooStatus): SubCode | null =>
  sub ?? (code === 190 ? success : null);

/** A name and a value as requests and pushes carry them. */
export type Parameter = { readonly name: string; readonly value: string };

/** Buckaroo's clock; its texts carry no zone. */
const zone = "Europe/Amsterdam";
export const buckarooTime = (instant: Date): string => localTime(instant, zone).local;

/** 32 hex digits in upper case: a UUID without its dashes. */
export const keyOf = (id: string): string => id.replaceAll("-", "").toUpperCase();
