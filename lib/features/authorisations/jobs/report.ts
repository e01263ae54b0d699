import { actorLabel } from "@/lib/kernel/access";
import { sumOf, type Money } from "@/lib/kernel/money";
import { ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { claim } from "@/lib/platform/outbox";
import { digestOf } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";
import { failureLine } from "@/lib/wire/batch-files/failure-file";
import { failureFileName } from "@/lib/wire/batch-files/file-name";
import { bytesOf } from "@/lib/wire/batch-files/lines";

const readFailures = (tx: Tx, night: Date) =>
  tx.db.renewalFailure.findMany({
    where: { merchantId: tx.scope, night, notice: "batch" },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: {
      ...{ websiteId: true, kind: true, currency: true, amountMinor: true },
      ...{ transId: true, refNr: true, payId: true, code: true, text: true },
    },
  });
type Failure = Awaited<ReturnType<typeof readFailures>>[number];

/** The MerchantID of each website on the wire; a website that nobody calls for goes by its site reference. */
async function merchantIds(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const websites = await tx.db.website.findMany({
    where: { merchantId: tx.scope },
    select: {
      id: true,
      siteReference: true,
      computopCredentials: {
        where: { revokedAt: null },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: 1,
        select: { mid: true },
      },
    },
  });
  return new Map(
    websites.map(({ id, siteReference, computopCredentials: [own] }) => [id, own?.mid ?? siteReference]),
  );
}

const amountOf = ({ amountMinor, currency }: Failure): Money => ({ minor: Number(amountMinor), currency });

const lineFor = (failure: Failure): string =>
  failureLine({
    kind: failure.kind === "splitting" ? "Splitting" : "Renewal",
    amount: amountOf(failure),
    ...{ transId: failure.transId, refNr: failure.refNr ?? "", payId: failure.payId },
    ...{ code: failure.code, description: failure.text },
  });

function sumsOf(failures: readonly Failure[]): Money[] {
  const amounts = failures.map(amountOf);
  const currencies = [...new Set(amounts.map(({ currency }) => currency))];
  return currencies.map((currency) =>
    sumOf(
      currency,
      amounts.filter((amount) => amount.currency === currency),
    ),
  );
}

/** One file for each MerchantID and night; written again, it has the same lines and those that came since (CT-20). */
async function writeFile(tx: Tx, night: Date, mid: string, failures: readonly Failure[]): Promise<void> {
  const name = failureFileName(night.toISOString().slice(0, 10), mid);
  const content = bytesOf(failures.map(lineFor).join(""));
  const file = {
    ...{ digest: digestOf(content), content: new Uint8Array(content), size: content.length },
    ...{ rowCount: failures.length, doneCount: failures.length, failedCount: failures.length },
    sums: sumsOf(failures),
    finishedAt: tx.now,
  };
  const known = await tx.db.handedFile.findFirst({
    where: { merchantId: tx.scope, kind: "failures", name },
    select: { id: true },
  });
  if (known !== null) {
    const key = { merchantId_id: { merchantId: tx.scope, id: known.id } };
    await tx.db.handedFile.update({ where: key, data: file, select: { id: true } });
    return;
  }
  const born = { merchantId: tx.scope, id: newId(), createdAt: tx.now, actor: actorLabel(tx.actor) };
  await tx.db.handedFile.create({
    data: { ...born, ...file, kind: "failures", name, night, phase: "P", source: "system" },
    select: { id: true },
  });
}

/** CT-16, CT-20: the file of a night's failures, where there are any. */
export async function reportFailures(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("authorisations.report", payload);
  const night = new Date(`${ids.night}T00:00:00Z`);
  await inTransaction(actor, async (tx) => {
    const failures = await readFailures(tx, night);
    const mids = await merchantIds(tx);
    const files = new Map<string, Failure[]>();
    for (const failure of failures) {
      const mid = mids.get(failure.websiteId) ?? "";
      files.set(mid, [...(files.get(mid) ?? []), failure]);
    }
    for (const [mid, own] of files) await writeFile(tx, night, mid, own);
    await tx.audit("authorisations.failures_reported", ["merchant", tx.scope], {
      ...{ night: ids.night, files: files.size, failures: failures.length },
    });
    return ok("written");
  });
}
