import type { ReactNode } from "react";
import { SetBy } from "@/app/(portal)/messages/set-by";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";
import type { MerchantScope, Permission } from "@/lib/kernel/access";

type Line = PaymentDetail["history"][number];
type Value = "status" | "amount" | "settle" | "captured" | "refunded";

const changes = ({ changes: fields }: Line, name: string) =>
  typeof fields === "object" && fields !== null && name in fields;

/** Whether a line of the history set a value. */
const setIt: Readonly<Record<Value, (line: Line) => boolean>> = {
  status: ({ refundId, fromStatus, toStatus }) => refundId === null && fromStatus !== toStatus,
  amount: ({ refundId, fromStatus }) => refundId === null && fromStatus === null,
  settle: (line) => line.refundId === null && changes(line, "settleMinor"),
  captured: ({ refundId, fromStatus, toStatus }) =>
    refundId === null && toStatus === "completed" && fromStatus !== toStatus,
  refunded: ({ refundId, toStatus }) => refundId !== null && toStatus === "done",
};

export type ValueSources = Readonly<Record<Value, ReactNode>>;

type SourcesOf = {
  readonly scope: MerchantScope;
  readonly history: readonly Line[];
  readonly writing: Writing;
  readonly may: ReadonlySet<Permission>;
};

/** U3: beside each value the message or person that set it last. */
export function sourcesOf({ scope, history, writing, may }: SourcesOf): ValueSources {
  const source = (value: Value) => {
    const line = history.findLast(setIt[value]);
    return line && <SetBy scope={scope} change={line} writing={writing} linked={may.has("messages:read")} />;
  };
  return {
    status: source("status"),
    amount: source("amount"),
    settle: source("settle"),
    captured: source("captured"),
    refunded: source("refunded"),
  };
}
