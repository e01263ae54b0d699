import { actorLabel, type Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import type { Asked, Parameter } from "@/lib/features/parameters/model";
import { beginnings, subCodeOf, type Outcome, type RequestError } from "@/lib/features/data-requests/model";
import { writeDataRequestHistory } from "@/lib/features/data-requests/commands/apply-event";
import {
  customerOf,
  maskParameters,
  storedOutputs,
  storedParameters,
} from "@/lib/features/data-requests/commands/mask-parameters";
import { recordExchanges } from "@/lib/platform/exchanges";
import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Tx } from "@/lib/platform/tx";

type Pair = { readonly name: string; readonly value: string };

export type NewDataRequest = {
  readonly websiteId: string;
  readonly service: string;
  readonly action: string;
  readonly asked: Asked;
  readonly currency: string | null;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly culture: string | null;
  readonly clientIp: string | null;
  readonly isTest: boolean;
  readonly custom: readonly Pair[];
  readonly additional: readonly Pair[];
  readonly pushUrl: string | null;
  readonly pushUrlFailure: string | null;
  readonly returnUrl: string | null;
  readonly returnUrlCancel: string | null;
  readonly channel: "json" | "batch";
  readonly correlationId: string;
};

/** What a service did or is about to do. */
export type Worked = Outcome & {
  /** Rows that belong to the request; written when it is there. */
  readonly write?: (tx: Tx, dataRequestId: string) => Promise<void>;
  /** What was said to a bank about it. */
  readonly exchanges?: readonly ExchangeRecord[];
};

/** Part of the transaction that writes the request. Reads and decides; writes nothing that a refusal must undo. */
export type Work = (tx: Tx, wish: NewDataRequest, dataRequestId: string) => Promise<Worked>;

export type CreatedDataRequest = {
  readonly id: string;
  readonly key: string;
  readonly code: (typeof beginnings)[keyof typeof beginnings];
  readonly text: string | null;
  readonly at: Date;
  readonly redirectUrl: string | null;
  readonly outputs: readonly Parameter[];
  readonly errors: readonly RequestError[];
};

const keyOf = (id: string) => id.replaceAll("-", "").toUpperCase();

const givenColumns = (wish: NewDataRequest) => ({
  websiteId: wish.websiteId,
  service: wish.service,
  action: wish.action,
  currency: wish.currency,
  invoiceNumber: wish.invoice,
  orderReference: wish.order,
  culture: wish.culture,
  clientIp: wish.clientIp,
  isTest: wish.isTest,
  inputParameters: storedParameters(wish.asked.parameters),
  customParameters: maskParameters(wish.custom).map((pair) => ({ ...pair })),
  additionalParameters: maskParameters(wish.additional).map((pair) => ({ ...pair })),
  ...customerOf(wish.asked),
  pushUrl: wish.pushUrl,
  pushUrlFailure: wish.pushUrlFailure,
  returnUrl: wish.returnUrl,
  returnUrlCancel: wish.returnUrlCancel,
  channel: wish.channel,
});

const workedColumns = ({ beginning, text, outputs = [], errors = [], references = {} }: Worked) => ({
  statusCode: beginnings[beginning],
  subCode: subCodeOf(beginnings[beginning]),
  statusText: text ?? null,
  outputParameters: storedOutputs(outputs),
  ...(errors.length === 0 ? {} : { errors: errors.map((error) => ({ ...error })) }),
  ...references,
});

async function insert(tx: Tx, id: string, wish: NewDataRequest, worked: Worked) {
  await tx.db.dataRequest.create({
    data: {
      merchantId: tx.scope,
      id,
      key: keyOf(id),
      ...givenColumns(wish),
      ...workedColumns(worked),
      statusAt: tx.now,
      createdAt: tx.now,
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
    },
    select: { id: true },
  });
}

function createdOf(id: string, at: Date, worked: Worked): CreatedDataRequest {
  const { beginning, text = null, outputs = [], errors = [], references } = worked;
  return {
    id,
    key: keyOf(id),
    code: beginnings[beginning],
    text,
    at,
    redirectUrl: references?.redirectUrl ?? null,
    outputs,
    errors,
  };
}

/**
 * Does the service's work and writes the request with what came of it, in one transaction (domain.md 2.3): a request
 * that is 190 has done what it says, and what was done is never without its request.
 */
export async function createDataRequest(
  actor: Actor,
  wish: NewDataRequest,
  work: Work,
  id: string = newId(),
): Promise<CreatedDataRequest> {
  const { correlationId } = wish;
  const created = await inTransaction(
    actor,
    async (tx) => {
      const worked = await work(tx, wish, id);
      await insert(tx, id, wish, worked);
      await worked.write?.(tx, id);
      const exchanges = worked.exchanges ?? [];
      await recordExchanges(
        tx,
        exchanges.map((exchange) => ({ correlationId, subject: { dataRequestId: id }, exchange })),
      );
      const to = beginnings[worked.beginning];
      await writeDataRequestHistory(tx, id, {
        event: worked.beginning,
        from: null,
        to,
        text: worked.text ?? null,
      });
      await tx.audit("data_request.created", ["data_request", id], {
        service: wish.service,
        action: wish.action,
        code: to,
      });
      return ok(createdOf(id, tx.now, worked));
    },
    { correlationId },
  );
  return created.value;
}
