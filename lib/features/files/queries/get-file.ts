import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { FileKind, FilePhase, FileSource, FileTotal, RowOutcome } from "@/lib/features/files/model";
import { withinScope } from "@/lib/platform/scoped";
import { askOn } from "@/lib/platform/statements";

export type HandedFile = {
  readonly id: string;
  readonly kind: FileKind;
  readonly name: string;
  readonly phase: FilePhase;
  readonly version: string | null;
  readonly mid: string | null;
  readonly rows: number;
  readonly done: number;
  readonly failed: number;
  readonly sums: readonly FileTotal[];
  readonly source: FileSource;
  readonly actor: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** The result of a capture file, or the capture file of a result. */
  readonly otherId: string | null;
};

export type HandedRow = {
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

const rowsOnPage = 100;

const fileOf = (id: string) => sql`
  select f.id, f.kind, f.name, f.phase, f.version, f.mid, f.row_count as rows, f.done_count as done,
    f.failed_count as failed, f.sums, f.source, f.actor, f.created_at as "createdAt", f.finished_at as "finishedAt",
    coalesce(f.answers_id, (select r.id from handed_file r where r.merchant_id = f.merchant_id and r.kind = 'result'
      and r.answers_id = f.id limit 1)) as "otherId"
  from handed_file f where f.merchant_id = current_merchant() and f.id = ${id}::uuid`;

const rowsOf = (id: string, show: RowOutcome | null, after: number) => sql`
  select number, currency, amount_minor::float8 as minor, trans_id as "transId", ref_nr as "refNr", pay_id as "payId",
    finish, outcome, code, text
  from handed_file_row where merchant_id = current_merchant() and file_id = ${id}::uuid and number > ${after}::int
    and ${show === null ? sql`true` : sql`outcome = ${show}`}
  order by number limit ${rowsOnPage + 1}::int`;

type Wanted = { readonly id: string; readonly show: RowOutcome | null; readonly after: number };

/** A file as it stands, and one page of its rows. */
export const getFile = (scope: MerchantScope, { id, show, after }: Wanted) =>
  withinScope(
    scope,
    async (client) => {
      if (!isUuid(id)) return null;
      const ask = askOn(client);
      const [file] = await ask<HandedFile>(fileOf(id));
      if (file === undefined) return null;
      const rows = await ask<HandedRow>(rowsOf(id, show, after));
      return {
        file,
        rows: rows.slice(0, rowsOnPage),
        next: rows.length > rowsOnPage ? (rows[rowsOnPage - 1]?.number ?? null) : null,
      };
    },
    { snapshot: true },
  );
export type FileDetail = NonNullable<Awaited<ReturnType<typeof getFile>>>;
