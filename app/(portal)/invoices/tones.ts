import type { Tone } from "@/components/ui/icon";
import type { InvoiceCode } from "@/lib/features/invoices/model";

export const invoiceTones: Readonly<Record<InvoiceCode, Tone>> = {
  "10": "good",
  "20": "hold",
  "21": "hold",
  "22": "hold",
  "23": "doubt",
  "70": "wait",
  "71": "wait",
  "72": "wait",
  "73": "good",
  "74": "doubt",
  "75": "wait",
  "76": "off",
  "77": "bad",
  "79": "bad",
  "80": "bad",
  "90": "bad",
  "91": "off",
  "99": "bad",
};

export const moneyTones: Readonly<Record<"paid" | "open" | "overdue" | "closed", Tone>> = {
  paid: "good",
  open: "wait",
  overdue: "bad",
  closed: "off",
};
