import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { dropStaged, findStaged, release, stage, type MerchantFolder } from "@/lib/platform/merchant-folder";
import { inTransaction, reading } from "@/lib/platform/tx";

/** As `merchants_due` has it. */
const longestBackMs = 7 * 24 * 3_600_000;

const keyOf = (id: string, digest: string) => `${id}.${digest}`;

type Waiting = { readonly id: string; readonly name: string; readonly digest: string };

const findWaiting = ({ scope }: Actor) =>
  reading(
    scope,
    (db) => db.$queryRaw<Waiting[]>`
    select id, name, digest from handed_file
    where merchant_id = ${scope}::uuid and kind <> 'capture' and out_digest is distinct from digest
      and finished_at > ${new Date(now().getTime() - longestBackMs)}::timestamptz
    order by finished_at, id limit 100`,
  );

const contentOf = ({ scope }: Actor, id: string, digest: string) =>
  reading(scope, (db) =>
    db.handedFile.findFirst({ where: { merchantId: scope, id, digest }, select: { content: true } }),
  );

/** From here on it counts as put out, though it may still lie hidden: the next run shows it. */
const markPutOut = (actor: Actor, { id, name, digest }: Waiting) =>
  inTransaction(actor, async (tx) => {
    const { count } = await tx.db.handedFile.updateMany({
      where: { merchantId: tx.scope, id, digest },
      data: { outDigest: digest },
    });
    if (count > 0) await tx.audit("file.put_out", ["file", id], { name });
    return ok(count > 0);
  });

async function putOut(actor: Actor, folder: MerchantFolder, file: Waiting): Promise<void> {
  const key = keyOf(file.id, file.digest);
  const found = await contentOf(actor, file.id, file.digest);
  if (found === null) return;
  await stage(folder, key, found.content);
  if ((await markPutOut(actor, file)).value) await release(folder, key, file.name);
  else await dropStaged(folder, key);
}

/** A worker died: what was marked is shown, what was not is written anew. */
async function finish({ scope }: Actor, folder: MerchantFolder, key: string): Promise<void> {
  const [id = "", digest = ""] = key.split(".");
  const marked = await reading(scope, (db) =>
    db.handedFile.findFirst({
      where: { merchantId: scope, id, outDigest: digest },
      select: { name: true },
    }),
  );
  if (marked === null) await dropStaged(folder, key);
  else await release(folder, key, marked.name);
}

export async function* departingFiles(actor: Actor, folder: MerchantFolder) {
  for (const key of await findStaged(folder)) yield () => finish(actor, folder, key);
  for (const file of await findWaiting(actor)) yield () => putOut(actor, folder, file);
}
