"use server";

import type { z } from "zod";
import {
  CancelInput,
  CaptureInput,
  RetryLinkInput,
  ShipmentInput,
  UpdateInput,
} from "@/app/(portal)/payments/[id]/move-inputs";
import { captureSeenPayment } from "@/lib/features/payments/commands/capture";
import { changeSeenSettlement } from "@/lib/features/payments/commands/change-settlement";
import { offerRetry } from "@/lib/features/payments/commands/offer-retry";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { ResendPushInput, resendPush } from "@/lib/features/pushes/commands/resend-push";
import { cancelRefund, CancelRefundInput } from "@/lib/features/refunds/commands/cancel-refund";
import { changeSeenRefundSettlement } from "@/lib/features/refunds/commands/change-settlement";
import { RefundInput, requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { ok } from "@/lib/kernel/result";
import { action, timed } from "@/lib/web/action";
import { retryAddress } from "@/lib/web/retry-caller";

export const refund = action({
  permission: "payments:refund",
  input: RefundInput,
  run: requestRefund,
  refresh: "/payments",
});

export const update = action({
  permission: "payments:update",
  input: UpdateInput,
  run: timed((actor, { refundId, ...wish }: z.output<typeof UpdateInput>) =>
    refundId === undefined
      ? changeSeenSettlement(actor, wish)
      : changeSeenRefundSettlement(actor, { ...wish, refundId }),
  ),
  refresh: "/payments",
});

export const withdrawRefund = action({
  permission: "payments:refund",
  input: CancelRefundInput,
  run: timed(cancelRefund),
  refresh: "/payments",
});

export const cancel = action({
  permission: "payments:cancel",
  input: CancelInput,
  run: timed(changeSeenSettlement),
  refresh: "/payments",
});

export const capture = action({
  permission: "payments:capture",
  input: CaptureInput,
  run: timed(captureSeenPayment),
  refresh: "/payments",
});

export const ship = action({
  permission: "payments:capture",
  input: ShipmentInput,
  run: timed(recordShipment),
  refresh: "/payments",
});

/** The link itself is kept nowhere: whoever loses it makes another one. */
export const makeRetryLink = action({
  permission: "payments:update",
  input: RetryLinkInput,
  run: async (actor, { paymentId }) => {
    const offered = await offerRetry(actor, { paymentId });
    if (!offered.ok) return offered;
    const { until } = offered.value;
    return ok({ address: retryAddress({ merchantId: actor.scope, paymentId, until }), until });
  },
  refresh: "/payments",
});

export const resend = action({
  permission: "pushes:resend",
  input: ResendPushInput,
  run: resendPush,
  refresh: "/payments",
});
