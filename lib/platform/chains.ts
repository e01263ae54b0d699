import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

export type NewChain = {
  readonly paymentId: string;
  readonly websiteId: string;
  readonly transId: string;
  readonly refNr: string | null;
  readonly currency: string;
  readonly originalMinor: number;
  readonly state: string;
  readonly isSimulated: boolean;
  readonly operationId: string;
  readonly reference: string;
  readonly authorisedAt: Date;
  readonly reservedUntil: Date | null;
  readonly nextRenewalAt: Date | null;
  readonly stopAt: Date;
};

/** Stores a chain with its first step (CT-2). */
export async function insertChain(tx: Writing, chain: NewChain): Promise<void> {
  const { paymentId, operationId, originalMinor: minor, authorisedAt, reservedUntil, state } = chain;
  await tx.tell(sql`
    insert into authorisation_chain (merchant_id, payment_id, website_id, trans_id, ref_nr, currency, original_minor,
      reserved_minor, reserved_until, lapses_at, state, state_at, is_simulated, first_reference, live_operation_id,
      live_reference, first_authorised_at, last_authorised_at, last_action, last_action_minor, last_action_at,
      next_renewal_at, stop_at)
    values (${tx.scope}::uuid, ${paymentId}::uuid, ${chain.websiteId}::uuid, ${chain.transId}, ${chain.refNr},
      ${chain.currency}, ${minor}::bigint, ${minor}::bigint, ${reservedUntil}::timestamptz, ${reservedUntil}::timestamptz,
      ${state}, ${tx.now}::timestamptz, ${chain.isSimulated}::boolean, ${chain.reference}, ${operationId}::uuid,
      ${chain.reference}, ${authorisedAt}::timestamptz, ${authorisedAt}::timestamptz, 'authorisation', ${minor}::bigint,
      ${authorisedAt}::timestamptz, ${chain.nextRenewalAt}::timestamptz, ${chain.stopAt}::timestamptz)`);
  const payId = operationId.replaceAll("-", "");
  await tx.tell(sql`
    insert into chain_step (merchant_id, id, payment_id, event, to_state, amount_minor, pay_id, x_id, operation_id, code,
      text, actor, at)
    values (${tx.scope}::uuid, ${newId()}::uuid, ${paymentId}::uuid, 'authorise', ${state}, ${minor}::bigint, ${payId},
      ${payId}, ${operationId}::uuid, '00000000', 'success', ${actorLabel(tx.actor)}, ${tx.now}::timestamptz)`);
  await tx.announce("authorisations", paymentId);
}

type SettingInForce = {
  readonly websiteId: string;
  readonly isOn: boolean;
  readonly renewAfterDays: number;
  readonly stopAfterDays: number;
  readonly splitting: boolean;
  readonly failureNotice: "email" | "batch";
  readonly failureEmail: string | null;
  readonly realtime: boolean;
  readonly hopeRun: boolean;
  readonly renewsSimulated: boolean;
};

/** The setting of each website that is in force now. */
export async function settingsInForce(
  tx: Pick<Writing, "ask" | "scope" | "now">,
): Promise<ReadonlyMap<string, SettingInForce>> {
  const rows = await tx.ask<SettingInForce>(sql`
    select distinct on (website_id) website_id as "websiteId", is_on as "isOn", renew_after_days as "renewAfterDays",
      stop_after_days as "stopAfterDays", splitting, failure_notice as "failureNotice", failure_email as "failureEmail",
      realtime, hope_run as "hopeRun", renews_simulated as "renewsSimulated"
    from renewal_setting where merchant_id = ${tx.scope}::uuid and in_force_at <= ${tx.now}::timestamptz
    order by website_id, in_force_at desc, id desc`);
  return new Map(rows.map((row) => [row.websiteId, row]));
}
