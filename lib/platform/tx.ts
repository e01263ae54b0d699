import sql, { type Sql } from "sql-template-tag";
import { actorLabel, type Actor, type MerchantScope } from "@/lib/kernel/access";
import type { EventIds, EventName } from "@/lib/kernel/events";
import type { Result } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { converse } from "@/lib/platform/conversation";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import { jobOf, type EmitOptions } from "@/lib/platform/outbox";

export type Db = Prisma.TransactionClient;

type AuditLine = {
  readonly subject: readonly [type: string, id: string];
  readonly detail: Prisma.InputJsonObject;
};

/** What every transaction can do, on whatever connection. */
export type Writing = {
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
  /** A line for each subject, with one statement. */
  auditAll(action: string, lines: readonly AuditLine[]): Promise<void>;
  emit<N extends EventName>(event: N, ids: EventIds<N>, options?: EmitOptions): Promise<void>;
  /** Tells open lists that a record is new or changed; sent when the transaction commits. */
  announce(listing: string, id: string): Promise<void>;
  announceAll(news: readonly (readonly [listing: string, id: string])[]): Promise<void>;
  ask<Row>(question: Sql): Promise<Row[]>;
  /** A statement whose answer nobody needs. It may wait for the next one. */
  tell(statement: Sql): Promise<void>;
};

export type Tx = Writing & { readonly db: Db };

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

type Ground = Pick<Writing, "actor" | "correlationId" | "ask" | "tell">;

/** Audit, outbox and live news need nothing but a statement each. */
function makeWriting({ actor, correlationId, ask, tell }: Ground): Writing {
  const at = now();
  const { scope } = actor;
  return {
    ...{ scope, actor, correlationId, ask, tell, now: at },
    audit: (action, [subjectType, subjectId], detail = {}) =>
      tell(sql`
        insert into audit_line (merchant_id, id, at, actor, address, action, subject_type, subject_id, detail)
        values (${scope}::uuid, ${newId()}::uuid, ${at}::timestamptz, ${actorLabel(actor)}, ${actor.address}, ${action},
          ${subjectType}, ${subjectId}, ${JSON.stringify(detail)}::jsonb)`),
    auditAll(action, lines) {
      const rows = lines.map(({ subject: [type, id], detail }) => ({ line: newId(), type, id, detail }));
      return tell(sql`
        insert into audit_line (merchant_id, id, at, actor, address, action, subject_type, subject_id, detail)
        select ${scope}::uuid, l.line, ${at}::timestamptz, ${actorLabel(actor)}, ${actor.address}, ${action}, l.type, l.id,
          l.detail
        from json_to_recordset(${JSON.stringify(rows)}::json) as l (line uuid, type text, id text, detail jsonb)`);
    },
    emit: (event, ids, options) => tell(jobOf(scope, event, ids, options)),
    announce: (listing, id) => tell(sql`select pg_notify('live', ${`${listing} ${scope} ${id}`})`),
    announceAll(news) {
      const words = new Set(news.map(([listing, id]) => `${listing} ${scope} ${id}`));
      return tell(sql`select pg_notify('live', word) from unnest(${[...words]}::text[]) as w (word)`);
    },
  };
}

const onPrisma = (db: Db): Pick<Ground, "ask" | "tell"> => ({
  ask: <Row>({ text, values }: Sql) => db.$queryRawUnsafe<Row[]>(text, ...values),
  async tell({ text, values }) {
    await db.$executeRawUnsafe(text, ...values);
  },
});

const longestMs = 30_000;
type TxOptions = {
  readonly correlationId?: string;
  /** For one that stores a whole file; else half a minute. */
  readonly longestMs?: number;
};

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
        const correlationId = options.correlationId ?? newId();
        const result = await body({ ...makeWriting({ actor, correlationId, ...onPrisma(db) }), db });
        if (!result.ok) throw new Refused(result);
        return result;
      },
      { maxWait: 15_000, timeout: options.longestMs ?? longestMs },
    );
  } catch (problem) {
    if (problem instanceof Refused) return problem.result as R;
    throw problem;
  }
}

/**
 * The same for writes that must be quick: without Prisma, planned once, and what needs no answer travels with the next
 * question or with the commit. For statements about single rows by their keys.
 */
export async function inQuickTransaction<R extends Result<unknown, string>>(
  actor: Actor,
  body: (tx: Writing) => Promise<R>,
  options: TxOptions = {},
): Promise<R> {
  const correlationId = options.correlationId ?? newId();
  try {
    return await converse(
      actor.scope,
      async (conversation) => {
        const ask = <Row>(question: Sql) => conversation.ask<Row>(question);
        const tell = (statement: Sql) => {
          conversation.tell(statement);
          return Promise.resolve();
        };
        const result = await body(makeWriting({ actor, correlationId, ask, tell }));
        if (!result.ok) throw new Refused(result);
        await conversation.commit();
        return result;
      },
      { lockTimeoutMs: env().lockTimeoutMs, planOnce: true },
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
    { maxWait: 15_000, timeout: longestMs },
  );
