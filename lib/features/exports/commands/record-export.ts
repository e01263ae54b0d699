import { actorLabel, type Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { inTransaction } from "@/lib/platform/tx";

export type ExportWish = {
  readonly listing: string;
  readonly query: string;
  readonly profile: string;
  readonly timezone: string;
  readonly columns: readonly string[];
  readonly fileName: string;
};

/** Writes down who takes what home, before the first byte leaves. */
export async function startExport(actor: Actor, wish: ExportWish): Promise<string> {
  const id = newId();
  await inTransaction(actor, async (tx) => {
    await tx.db.export.create({
      data: {
        merchantId: tx.scope,
        id,
        ...wish,
        columns: [...wish.columns],
        actor: actorLabel(actor),
        state: "running",
        startedAt: tx.now,
      },
      select: { id: true },
    });
    await tx.audit("export.started", ["export", id], {
      listing: wish.listing,
      query: wish.query,
      profile: wish.profile,
    });
    return ok(undefined);
  });
  return id;
}

export type ExportSlip = {
  readonly rows: number;
  readonly sums: readonly Money[];
  readonly sha256: string;
  readonly bytes: number;
};

/** The control slip: rows, sums per currency and SHA-256 of exactly the bytes that left. Null: the file is not whole. */
export const finishExport = (actor: Actor, id: string, slip: ExportSlip | null) =>
  inTransaction(actor, async (tx) => {
    const data =
      slip === null
        ? { state: "aborted" }
        : { ...slip, state: "done", sums: slip.sums.map((sum) => ({ ...sum })) };
    await tx.db.export.update({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      data: { ...data, finishedAt: tx.now },
      select: { id: true },
    });
    await tx.audit(
      slip === null ? "export.aborted" : "export.finished",
      ["export", id],
      slip === null ? {} : { rows: slip.rows, sha256: slip.sha256 },
    );
    return ok(undefined);
  });
