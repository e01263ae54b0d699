/** What something happened to. */
export const activityObjects = ["payment", "refund", "data_request", "subscription", "push"] as const;
export type ActivityObject = (typeof activityObjects)[number];

/** `change`: single fields or the settle status changed, the status did not. */
export const activityKinds = ["status", "change", "push_attempt"] as const;
export type ActivityKind = (typeof activityKinds)[number];

export type Subject = {
  readonly paymentId: string | null;
  readonly dataRequestId: string | null;
  readonly subscriptionId: string | null;
};

/** The page of what a line of the log is about. */
export function addressOf({ paymentId, dataRequestId, subscriptionId }: Subject): string | null {
  if (paymentId !== null) return `/payments/${paymentId}`;
  if (dataRequestId !== null) return `/data-requests/${dataRequestId}`;
  return subscriptionId === null ? null : `/subscriptions/${subscriptionId}`;
}
