import { z } from "zod";
import type { Card } from "@/app/api/v1/fields";
import { noSuchRefund, readId, refused, type Refusal } from "@/app/api/v1/refusals";
import type { Actor, MerchantScope, Permission } from "@/lib/kernel/access";
import type { Result } from "@/lib/kernel/result";
import {
  getPaymentWithRefunds,
  type PaymentWithRefunds,
} from "@/lib/features/payments/queries/get-payment-with-refunds";
import { getRefund, type RefundFacts } from "@/lib/features/payments/queries/get-refund";
import { hasHappened } from "@/lib/features/payments/queries/has-happened";
import { apiWrite } from "@/lib/web/api-endpoint";
import { json, type Answer } from "@/lib/web/problem";

type Params = { readonly id: string };

/** A wish that is asked for with one key, whatever it is about. */
type Wish<S extends z.ZodType> = {
  readonly input: z.output<S>;
  readonly intentId: string;
  readonly correlationId: string;
};

type OnPayment<S extends z.ZodType, V> = {
  readonly permission: Permission;
  readonly input: S;
  readonly act: (actor: Actor, payment: PaymentWithRefunds, wish: Wish<S>) => Promise<Result<V, Refusal>>;
  /** What is told of it: `null` where the same wish was carried out before its answer was lost. */
  readonly tell: (payment: PaymentWithRefunds, done: V | null) => unknown;
};

/** An address below a payment that writes. It answers with the payment as it stands then. */
export const paymentWrite = <S extends z.ZodType, V>({ permission, input, act, tell }: OnPayment<S, V>) =>
  apiWrite<S, Params>({
    permission,
    input,
    run: async ({ actor }, read, { params, ...wish }) => {
      const id = readId(params.id);
      const before = id === null ? null : await getPaymentWithRefunds(actor.scope, id);
      if (before === null) return refused("not_found");
      const done = await act(actor, before, { input: read, ...wish });
      const paymentId = before.id;
      if (!done.ok && !(await hasHappened(actor.scope, { paymentId, ...wish }))) return refused(done.error);
      const after = await getPaymentWithRefunds(actor.scope, paymentId);
      return after === null ? refused("not_found") : json(201, tell(after, done.ok ? done.value : null));
    },
    complete: (answer, { id }) => ({ ...answer, paymentId: answer.status === 404 ? null : readId(id) }),
  });

type OnRefund<S extends z.ZodType> = {
  readonly permission: Permission;
  readonly input: S;
  readonly act: (actor: Actor, refund: RefundFacts, wish: Wish<S>) => Promise<Result<unknown, Refusal>>;
};

const Created = z.object({ id: z.uuid() });

/** Leads to the new payment. */
export function withLocation(answer: Answer): Answer {
  if (answer.status !== 201) return answer;
  const { id } = Created.parse(JSON.parse(answer.body));
  return { ...answer, headers: { ...answer.headers, location: `/api/v1/payments/${id}` }, paymentId: id };
}

export async function createdAnswer(scope: MerchantScope, paymentId: string): Promise<Answer> {
  const payment = await getPaymentWithRefunds(scope, paymentId);
  return payment === null ? refused("not_found") : json(201, payment);
}

export const cardOf = (card: z.output<typeof Card> | undefined) =>
  card === undefined ? null : { ...card, securityCode: card.securityCode ?? null };

const Filed = z.object({ paymentId: z.uuid() });

/** Refusals do not name their payment; their record is found by its address. */
const paymentOf = ({ status, body }: Answer) =>
  status === 201 ? Filed.parse(JSON.parse(body)).paymentId : null;

/** The same below a refund. */
export const refundWrite = <S extends z.ZodType>({ permission, input, act }: OnRefund<S>) =>
  apiWrite<S, Params>({
    permission,
    input,
    run: async ({ actor }, read, { params, ...wish }) => {
      const id = readId(params.id);
      const before = id === null ? null : await getRefund(actor.scope, id);
      if (before === null) return noSuchRefund();
      const done = await act(actor, before, { input: read, ...wish });
      const { paymentId } = before;
      if (!done.ok && !(await hasHappened(actor.scope, { paymentId, ...wish }))) return refused(done.error);
      const after = await getRefund(actor.scope, before.id);
      return after === null ? noSuchRefund() : json(201, after);
    },
    complete: (answer) => ({ ...answer, paymentId: paymentOf(answer) }),
  });

/** Amounts are in the currency of the payment. */
export const isForeign = (
  amount: { readonly currency: string } | undefined,
  { amount: own }: { readonly amount: { readonly currency: string } },
): boolean => amount !== undefined && amount.currency !== own.currency;

type Update = {
  readonly settleStatus?: 0 | 1 | 2 | 3 | undefined;
  readonly amount?: { readonly minor: number } | undefined;
  readonly dueDate?: string | undefined;
  readonly orderReference?: string | undefined;
};

export const wantedOf = ({ settleStatus, amount, dueDate, orderReference }: Update) => ({
  ...(settleStatus === undefined ? {} : { settleStatus }),
  ...(amount === undefined ? {} : { settleMinor: amount.minor }),
  ...(dueDate === undefined ? {} : { settleDueDate: dueDate }),
  ...(orderReference === undefined ? {} : { orderReference }),
});
