import type { PaymentStatus } from "@/lib/features/payments/model";
import type { PushState } from "@/lib/features/pushes/model";
import type { RefundStatus } from "@/lib/features/refunds/model";
import type { SettleCode, SettleNote } from "@/lib/features/settlement/model";
import type { Tone } from "@/components/ui/icon";

export const paymentTones: Readonly<Record<PaymentStatus, Tone>> = {
  started: "wait",
  pending: "wait",
  authorised: "hold",
  completed: "good",
  rejected: "bad",
  failed: "bad",
  retried: "off",
  expired: "off",
  cancelled: "off",
};

export const refundTones: Readonly<Record<RefundStatus, Tone>> = {
  awaiting_approval: "hold",
  requested: "wait",
  awaiting_balance: "hold",
  accepted: "wait",
  sent: "hold",
  unknown: "doubt",
  done: "good",
  failed: "bad",
  cancelled: "off",
  rejected: "off",
};

export const pushTones: Readonly<Record<PushState, Tone>> = {
  pending: "wait",
  retrying: "doubt",
  delivered: "good",
  exhausted: "bad",
  no_address: "off",
  will_not_send: "off",
};

export const settleNoteTones: Readonly<Record<SettleNote, Tone>> = {
  suspended: "doubt",
  held: "hold",
  settling: "hold",
};

export const settleTones: Readonly<Record<SettleCode, Tone>> = {
  "0": "wait",
  "1": "wait",
  "2": "doubt",
  "3": "off",
  "10": "hold",
  "100": "good",
};
