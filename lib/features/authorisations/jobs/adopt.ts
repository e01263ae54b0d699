import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import {
  lockChains,
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
  type Step,
} from "@/lib/features/authorisations/commands/chain-rows";
import { adopted } from "@/lib/features/renewals/model";
import { settingsInForce } from "@/lib/platform/chains";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

const batchSize = 500;
const firstId = "00000000-0000-0000-0000-000000000000";

/** Settings that came into force and whose chains do not know it yet. */
const newSettings = (tx: Writing) =>
  tx.ask<{ id: string; websiteId: string }>(sql`
    select id, website_id as "websiteId" from renewal_setting
    where merchant_id = ${tx.scope}::uuid and adopted_at is null and in_force_at <= ${tx.now}::timestamptz`);

const stopStep = (row: ChainRow): Step => ({
  ...{ event: "stop", paymentId: row.paymentId, fromState: row.state, toState: "stopped" },
  ...{ reason: "manual", payOperationId: row.liveOperationId },
});

/** One page of a website's live chains; the id to go on after, null at the end. A call that is open decides for itself. */
const adoptPage = (actor: Actor, websiteId: string, after: string) =>
  inQuickTransaction(actor, async (tx) => {
    const rows = await lockChains(
      tx,
      sql`c.website_id = ${websiteId}::uuid and c.payment_id > ${after}::uuid and c.phase is null
        and c.state in ('active', 'split_pending', 'hope_pending') order by c.payment_id limit ${batchSize}::int`,
    );
    const settings = await settingsInForce(tx);
    const changes = rows.flatMap((row) => {
      const next = adopted(row, settingOf(settings, row));
      return next.ok ? [{ row, after: { ...row, ...next.value } }] : [];
    });
    await writeChains(
      tx,
      changes.map((change) => change.after),
    );
    const ended = changes.filter((change) => change.after.state === "stopped");
    await writeSteps(
      tx,
      ended.map(({ row }) => stopStep(row)),
    );
    await tx.audit("authorisations.setting_adopted", ["website", websiteId], { chains: changes.length });
    return ok(rows.length === batchSize ? (rows.at(-1)?.paymentId ?? null) : null);
  });

const markAdopted = (actor: Actor, ids: readonly string[]) =>
  inQuickTransaction(actor, async (tx) => {
    await tx.tell(sql`
      update renewal_setting set adopted_at = ${tx.now}::timestamptz
      where merchant_id = ${tx.scope}::uuid and id = any(${[...ids]}::uuid[])`);
    return ok("adopted");
  });

/** A changed setting reaches the website's live chains with the night after it was saved. */
export async function adoptSettings(actor: Actor): Promise<void> {
  const { value: fresh } = await inQuickTransaction(actor, async (tx) => ok(await newSettings(tx)));
  for (const websiteId of new Set(fresh.map((setting) => setting.websiteId)))
    for (let after: string | null = firstId; after !== null;)
      after = (await adoptPage(actor, websiteId, after)).value;
  if (fresh.length > 0)
    await markAdopted(
      actor,
      fresh.map(({ id }) => id),
    );
}
