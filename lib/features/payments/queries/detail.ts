import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { isUuid } from "@/lib/kernel/uuid";
import type { ChainState, StopReason } from "@/lib/features/authorisations/model";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { readChain } from "@/lib/features/payments/queries/chain";
import {
  readAudit,
  readBounces,
  readExchanges,
  readHistory,
  readMessages,
  readOperations,
  readPushes,
  readRefunds,
  readShipments,
} from "@/lib/features/payments/queries/payment-parts";
import { timelineOf } from "@/lib/features/payments/queries/timeline";
import { reading, type Db } from "@/lib/platform/tx";

const columns = {
  id: true,
  transactionReference: true,
  orderReference: true,
  description: true,
  customerEmail: true,
  customerName: true,
  customerCountry: true,
  method: true,
  cardBrand: true,
  cardFirstSix: true,
  cardLastFour: true,
  cardExpiry: true,
  accountType: true,
  currency: true,
  amountMinor: true,
  settleMinor: true,
  capturedMinor: true,
  refundedMinor: true,
  reservedMinor: true,
  status: true,
  settleStatus: true,
  settleDueDate: true,
  captureMode: true,
  preAuthorisation: true,
  reservedUntil: true,
  expiresAt: true,
  invoiceNumber: true,
  source: true,
  requiresShipping: true,
  shippedAt: true,
  platformOrderId: true,
  platformOrderUrl: true,
  platformRefundState: true,
  outOfSync: true,
  gatewayReference: true,
  authCode: true,
  declineCode: true,
  createdAt: true,
  statusAt: true,
  authorisedAt: true,
  completedAt: true,
  predecessorId: true,
  chain: {
    select: {
      state: true,
      stopReason: true,
      remainingMinor: true,
      nextRenewalAt: true,
      splitAt: true,
      phase: true,
    },
  },
  pushUrl: true,
  pushUrlFailure: true,
  website: {
    select: {
      id: true,
      name: true,
      url: true,
      pushUrl: true,
      pushUrlFailure: true,
      retryEnabled: true,
      refundsInPlatform: true,
      refundWindowMonths: true,
    },
  },
} as const;

const readPayment = (db: Db, scope: MerchantScope, id: string) =>
  db.payment.findUnique({ where: { merchantId_id: { merchantId: scope, id } }, select: columns });

const money = (minor: bigint, currency: string): Money => ({ minor: Number(minor), currency });

type Chain = NonNullable<NonNullable<Awaited<ReturnType<typeof readPayment>>>["chain"]>;

/** How its reservation is kept alive. */
const renewedOf = (
  { state, stopReason, remainingMinor, nextRenewalAt, splitAt, phase }: Chain,
  code: string,
) => ({
  state: state as ChainState,
  stopReason: stopReason as StopReason | null,
  remaining: money(remainingMinor, code),
  nextRenewalAt: splitAt ?? nextRenewalAt,
  isBare: phase === "releasing" || phase === "unreserved",
});

function factsOf(payment: NonNullable<Awaited<ReturnType<typeof readPayment>>>) {
  const { amountMinor, settleMinor, capturedMinor, refundedMinor, reservedMinor, chain, ...rest } = payment;
  const { currency, status, settleDueDate } = rest;
  return {
    ...rest,
    hasChain: chain !== null,
    renewed: chain && renewedOf(chain, currency),
    status: status as PaymentStatus,
    settleDueDate: settleDueDate?.toISOString().slice(0, 10) ?? null,
    amount: money(amountMinor, currency),
    settle: money(settleMinor, currency),
    captured: money(capturedMinor, currency),
    refunded: money(refundedMinor, currency),
    reserved: money(reservedMinor, currency),
    left: money(capturedMinor - refundedMinor - reservedMinor, currency),
  };
}

/** Above this sum a refund of the currency needs a second person; null: never. */
async function readLimit(db: Db, scope: MerchantScope, currency: string): Promise<number | null> {
  const limit = await db.refundLimit.findUnique({
    where: { merchantId_currency: { merchantId: scope, currency } },
    select: { limitMinor: true },
  });
  return limit === null ? null : Number(limit.limitMinor);
}

const priced = <P extends { readonly amountMinor: bigint; readonly currency: string }>({
  amountMinor,
  currency,
  ...rest
}: P) => ({ ...rest, amount: money(amountMinor, currency) });

/** Everything about one payment, in one snapshot; null for absent, foreign, or no id at all. */
export async function getPayment(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const payment = await readPayment(db, scope, id);
    if (payment === null) return null;
    const operations = (await readOperations(db, scope, id)).map(priced);
    const refunds = (await readRefunds(db, scope, id)).map(priced);
    const pushes = await readPushes(db, scope, id);
    const exchanges = await readExchanges(db, scope, id);
    const history = await readHistory(db, scope, id);
    const shipments = await readShipments(db, scope, id);
    const audit = await readAudit(db, scope, id);
    const messages = await readMessages(db, scope, id);
    const bounces = await readBounces(db, scope, id);
    const parts = { history, operations, refunds, pushes, exchanges, shipments, messages, bounces };
    return {
      ...parts,
      payment: factsOf(payment),
      chain: await readChain(db, scope, id),
      refundLimitMinor: await readLimit(db, scope, payment.currency),
      timeline: timelineOf({ ...parts, audit, currency: payment.currency }),
    };
  });
}

export type PaymentDetail = NonNullable<Awaited<ReturnType<typeof getPayment>>>;
