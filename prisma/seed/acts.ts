import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { reverseLast } from "@/lib/features/authorisations/commands/reverse-last";
import { stopRenewal } from "@/lib/features/authorisations/commands/stop-renewal";
import { permissionsOf, type Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import { linkPlatformOrder } from "@/lib/features/payments/commands/link-platform-order";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { decideOnRefund } from "@/lib/features/refunds/commands/decide-approval";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import type { WantedSettlement } from "@/lib/features/settlement/model";
import {
  createSubscription,
  type NewSubscription,
} from "@/lib/features/subscriptions/commands/create-subscription";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import type { WantedSubscription } from "@/lib/features/subscriptions/model";
import { systemActor } from "@/lib/platform/outbox";
import type { TestCard } from "@/sandbox/people/purchase";
import type { Person, SeededWebsite } from "./merchants";

/** One payment while it lives: what its later steps are about. */
export type Lived = {
  readonly number: number;
  readonly website: SeededWebsite;
  paymentId: string;
  refundId?: string;
  subscriptionId?: string;
};

/** What somebody does, decided before anything is run. A refusal is part of life and changes nothing. */
export type Act = (lived: Lived) => Promise<unknown>;

type Who = "shop" | "clerk" | "owner";

export function personActor(website: SeededWebsite, { id, name, role }: Person): Actor {
  return {
    ...systemActor(website.merchantId, name),
    ...{ kind: "user", id, may: permissionsOf(role), address: "127.0.0.1" },
  };
}

function actorOf(website: SeededWebsite, who: Who): Actor {
  if (who !== "shop") return personActor(website, website[who]);
  const checkout = systemActor(website.merchantId, `${website.shown.name} checkout`);
  return { ...checkout, kind: "api", id: website.apiKeyId, address: "127.0.0.1" };
}

export async function pay(
  website: SeededWebsite,
  number: number,
  wish: Omit<NewPayment, "websiteId" | "intentId">,
): Promise<string> {
  const own = { websiteId: website.id, intentId: `demo-${number}` };
  const created = await createPayment(actorOf(website, "shop"), { ...wish, ...own });
  if (!created.ok) throw new Error(`payment ${number} was refused: ${created.error}`);
  return created.value.paymentId;
}

/** The same order once more, as a customer does who pressed twice. */
export const payAgain =
  (wish: Omit<NewPayment, "websiteId" | "intentId">): Act =>
  ({ website, number }) =>
    createPayment(actorOf(website, "shop"), {
      ...wish,
      ...{ websiteId: website.id, intentId: `demo-${number}-again` },
    });

export const change =
  (who: Who, wanted: WantedSettlement): Act =>
  ({ website, paymentId }) =>
    changeSettlement(actorOf(website, who), { paymentId, wanted });

export const capture =
  (minor: number): Act =>
  ({ website, paymentId }) =>
    capturePayment(actorOf(website, "clerk"), { paymentId, minor });

/** In parts: `null` is all that is left. */
export const captureKept =
  (minor: number | null, finish = false): Act =>
  ({ website, paymentId }) =>
    captureChain(actorOf(website, "clerk"), { paymentId, minor, finish });

export const stopKept: Act = ({ website, paymentId }) =>
  stopRenewal(actorOf(website, "clerk"), { paymentId });

export const reverseKept: Act = ({ website, paymentId }) =>
  reverseLast(actorOf(website, "clerk"), { paymentId, seen: null });

export const ship =
  (carrier: string): Act =>
  ({ website, paymentId, number }) =>
    recordShipment(actorOf(website, "shop"), {
      paymentId,
      intentId: `demo-parcel-${number}`,
      carrier,
      trackingCode: `3S${(number * 7_919).toString().padStart(11, "0")}`,
      shippedAt: null,
    });

export const linkOrder =
  (orderId: string, url: string): Act =>
  ({ website, paymentId }) =>
    linkPlatformOrder(actorOf(website, "shop"), { paymentId, orderId, url });

export const retry =
  (attempt: number, card: TestCard): Act =>
  async (lived) => {
    const { website, paymentId, number } = lived;
    const intentId = `demo-${number}-retry-${attempt}`;
    const wish = { paymentId, method: "card", card, intentId } as const;
    const retried = await retryPayment(actorOf(website, "shop"), wish);
    if (retried.ok) lived.paymentId = retried.value.paymentId;
  };

export type Refund = { readonly amount: Money; readonly who: Who; readonly reason: string };

export const refund =
  (part: number, { amount, who, reason }: Refund): Act =>
  async (lived) => {
    const { website, paymentId, number } = lived;
    const wish = { paymentId, amount, intentId: `demo-refund-${number}-${part}`, seenLeft: null, reason };
    const asked = await requestRefund(actorOf(website, who), { ...wish, wantsOverride: who === "owner" });
    if (asked.ok) lived.refundId = asked.value.refundId;
  };

export const decide =
  (approves: boolean, reason: string | null): Act =>
  ({ website, refundId }) =>
    refundId === undefined
      ? Promise.resolve()
      : decideOnRefund(actorOf(website, "owner"), { refundId, approves, reason });

export const subscribe =
  (plan: Omit<NewSubscription, "paymentId" | "intentId">): Act =>
  async (lived) => {
    const { website, paymentId, number } = lived;
    const wish = { ...plan, paymentId, intentId: `demo-plan-${number}` };
    const created = await createSubscription(actorOf(website, "shop"), wish);
    if (created.ok) lived.subscriptionId = created.value.subscriptionId;
  };

export const changePlan =
  (wanted: WantedSubscription): Act =>
  ({ website, subscriptionId }) =>
    subscriptionId === undefined
      ? Promise.resolve()
      : updateSubscription(actorOf(website, "clerk"), { subscriptionId, wanted });
