import { actorLabel, type Actor, type MerchantScope } from "@/lib/kernel/access";
import type { EventIds, EventName } from "@/lib/kernel/events";
import type { Result } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import { emit, type EmitOptions } from "@/lib/platform/outbox";

export type Db = Prisma.TransactionClient;

export type Tx = {
  readonly db: Db;
  readonly scope: MerchantScope;
  readonly actor: Actor;
  readonly now: Date;
  /** Joins history, operations and exchanges of one request. */
  readonly correlationId: string;
  audit(
    action: string,
    subject: readonly [type: string, id: string],
    detail?: Prisma.InputJsonObject,
  ): Promise<void>;
  emit<N extends EventName>(event: N, ids: EventIds<N>, options?: EmitOptions): Promise<void>;
  /** Tells open lists that a record is new or changed; sent when the transaction commits. */
  announce(listing: string, id: string): Promise<void>;
};

class Refused extends Error {
  readonly result: Result<never, string>;
  constructor(result: Result<never, string>) {
    super("refused");
    this.result = result;
  }
}

const setScope = (db: Db, scope: MerchantScope) =>
  db.$executeRaw`select set_config('app.merchant_id', ${scope}, true),
                        set_config('lock_timeout', ${env().lockTimeoutMs.toString()}, true)`;

function makeTx(db: Db, actor: Actor, correlationId: string): Tx {
  const at = now();
  return {
    db,
    scope: actor.scope,
    actor,
    now: at,
    correlationId,
    async audit(action, [subjectType, subjectId], detail = {}) {
      await db.auditLine.create({
        data: {
          merchantId: actor.scope,
          id: newId(),
          at,
          actor: actorLabel(actor),
          address: actor.address,
          action,
          subjectType,
          subjectId,
          detail,
        },
        select: { id: true },
      });
    },
    emit: (event, ids, options) => emit(db, actor.scope, event, ids, options),
    async announce(listing, id) {
      await db.$executeRaw`select pg_notify('live', ${`${listing} ${actor.scope} ${id}`})`;
    },
  };
}

type TxOptions = { readonly correlationId?: string };

/** One short transaction within the actor's merchant. A refusal rolls everything back and is returned as it is. */
export async function inTransaction<R extends Result<unknown, string>>(
  actor: Actor,
  body: (tx: Tx) => Promise<R>,
  options: TxOptions = {},
): Promise<R> {
  try {
    return await prisma().$transaction(
      async (db) => {
        await setScope(db, actor.scope);
        const result = await body(makeTx(db, actor, options.correlationId ?? newId()));
        if (!result.ok) throw new Refused(result);
        return result;
      },
      { maxWait: 15_000, timeout: 30_000 },
    );
  } catch (problem) {
    if (problem instanceof Refused) return problem.result as R;
    throw problem;
  }
}

/** Reads within one merchant, in one snapshot. */
export const reading = <T>(scope: MerchantScope, body: (db: Db) => Promise<T>): Promise<T> =>
  prisma().$transaction(
    async (db) => {
      await setScope(db, scope);
      return body(db);
    },
    { maxWait: 15_000, timeout: 30_000 },
  );
