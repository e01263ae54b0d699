import type { Actor } from "@/lib/kernel/access";
import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { FileSource, FileTotal, RowOutcome } from "@/lib/features/files/model";
import { newId } from "@/lib/platform/ids";
import { digestOf } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";

type Row = {
  readonly number: number;
  readonly currency: string | null;
  readonly minor: number | null;
  readonly transId: string;
  readonly refNr: string;
  readonly payId: string;
  readonly finish: boolean;
  readonly outcome: RowOutcome;
  readonly code: string | null;
  readonly text: string | null;
};

export type NewFile = {
  readonly mid: string;
  /** The name that it came with, where it is one; and what it is called where that is taken. */
  readonly wantedName: string | null;
  readonly nameOf: (counter: number) => string;
  readonly content: Uint8Array;
  readonly version: string | null;
  readonly rowCount: number;
  readonly wrongRows: number;
  readonly sums: readonly FileTotal[];
  /** Read while they are stored. */
  readonly rows: Iterable<Row>;
  readonly source: FileSource;
};

type Place = { readonly id: string; readonly name: string; readonly isNew: boolean };

const mostAtOnce = 2_000;
const lastCounter = 999;
/** The largest file has some 200,000 rows. */
const longestMs = 300_000;

async function storeRows(tx: Tx, fileId: string, rows: readonly Row[]): Promise<void> {
  await tx.db.$executeRaw`
    insert into handed_file_row (merchant_id, file_id, number, currency, amount_minor, trans_id, ref_nr, pay_id, finish,
      outcome, code, text, booked_at)
    select ${tx.scope}::uuid, ${fileId}::uuid, r.number, r.currency, r.minor, r."transId", r."refNr", r."payId", r.finish,
      r.outcome, r.code, r.text, case when r.outcome = 'failed' then ${tx.now}::timestamptz end
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (number int, currency text, minor bigint, "transId" text,
      "refNr" text, "payId" text, finish boolean, outcome text, code text, text text)`;
}

async function storeAllRows(tx: Tx, fileId: string, rows: Iterable<Row>): Promise<void> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < mostAtOnce) continue;
    await storeRows(tx, fileId, batch);
    batch = [];
  }
  if (batch.length > 0) await storeRows(tx, fileId, batch);
}

const knownAs = (tx: Tx, digest: string) =>
  tx.db.handedFile.findFirst({
    where: { merchantId: tx.scope, kind: "capture", digest },
    select: { id: true, name: true },
  });

async function freeName(tx: Tx, { wantedName, nameOf }: NewFile): Promise<string | null> {
  const wanted = wantedName === null ? [] : [wantedName];
  const names = [...wanted, ...Array.from({ length: lastCounter }, (_, place) => nameOf(place + 1))];
  const taken = await tx.db.handedFile.findMany({
    where: { merchantId: tx.scope, kind: "capture", name: { in: names } },
    select: { name: true },
  });
  const used = new Set(taken.map(({ name }) => name));
  return names.find((name) => !used.has(name)) ?? null;
}

async function place(tx: Tx, file: NewFile, websiteId: string): Promise<Place | null> {
  const digest = digestOf(file.content);
  const known = await knownAs(tx, digest);
  if (known !== null) return { ...known, isNew: false };
  const name = await freeName(tx, file);
  if (name === null) return null;
  const { mid, version, rowCount, wrongRows, source } = file;
  const id = newId();
  await tx.db.handedFile.create({
    data: {
      ...{ merchantId: tx.scope, id, kind: "capture", name, phase: "T", version, digest, mid, websiteId },
      ...{ content: new Uint8Array(file.content), size: file.content.length, rowCount, source },
      ...{ doneCount: wrongRows, failedCount: wrongRows, sums: [...file.sums] },
      ...{ actor: actorLabel(tx.actor), createdAt: tx.now },
    },
    select: { id: true },
  });
  return { id, name, isNew: true };
}

/** One after the other, so that names are given once and a file that comes twice at a time is stored once. */
const queueUp = (tx: Tx) =>
  tx.db.$queryRaw`select 1 from pg_advisory_xact_lock(hashtextextended(${`handed-file:${tx.scope}`}, 0))`;

async function store(tx: Tx, file: NewFile): Promise<Result<Place, "mid_unknown" | "too_many_today">> {
  const credential = await tx.db.computopCredential.findFirst({
    where: { merchantId: tx.scope, mid: file.mid, revokedAt: null },
    select: { websiteId: true },
  });
  if (credential === null) return err("mid_unknown");
  await queueUp(tx);
  const stored = await place(tx, file, credential.websiteId);
  if (stored === null) return err("too_many_today");
  if (!stored.isNew) return ok(stored);
  await storeAllRows(tx, stored.id, file.rows);
  await tx.audit("file.handed_in", ["file", stored.id], {
    ...{ name: stored.name, rows: file.rowCount, wrongRows: file.wrongRows, source: file.source },
  });
  await tx.announce("files", stored.id);
  return ok(stored);
}

/** Stores a checked file. Nothing of it is booked yet; a file that was handed in before is named instead. */
export const handIn = (actor: Actor, file: NewFile) =>
  inTransaction(actor, (tx) => store(tx, file), { longestMs });
