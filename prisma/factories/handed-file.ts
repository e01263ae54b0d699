import { randomUUID } from "node:crypto";
import { makePayment } from "@/prisma/factories/payment";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type HandedFileFacts = {
  readonly kind?: string;
  readonly phase?: string;
  readonly source?: string;
  readonly createdAt?: string;
};

/** A file as it stands, without rows. */
export async function makeHandedFile(
  shop: Shop,
  facts: HandedFileFacts = {},
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await rowsOf(
    `insert into handed_file (merchant_id, id, kind, name, phase, digest, content, size, row_count, sums, source, actor,
       mid, website_id, created_at)
     values ($1, $2::uuid, $3, $2::uuid::text || '.dat', $4, $2::uuid::text, '', 0, 3, '[{"minor":1050,"currency":"EUR","rows":3}]', $5,
       'user:Eva', 'DemoShop', $6, $7)`,
    [
      ...[shop.merchantId, id, facts.kind ?? "capture", facts.phase ?? "T", facts.source ?? "portal"],
      ...[shop.websiteId, facts.createdAt ?? "2026-03-01T12:00:00Z"],
    ],
  );
  return { id };
}

export type RenewalFailureFacts = {
  readonly at: string;
  readonly kind?: string;
  readonly notice?: string;
  readonly transId?: string;
  readonly currency?: string;
  readonly minor?: number;
};

/** A line of a failure notice, with a chain that has stopped. */
export async function makeRenewalFailure(shop: Shop, facts: RenewalFailureFacts): Promise<void> {
  const { id: paymentId } = await makePayment(shop, { amountMinor: 100 });
  const { at, transId = "1", currency = "EUR", minor = 100 } = facts;
  const chain = [shop.merchantId, paymentId, shop.websiteId, transId, currency, minor, at];
  await rowsOf(
    `insert into authorisation_chain (merchant_id, payment_id, website_id, trans_id, currency, original_minor,
       reserved_minor, state, state_at, stop_reason, is_simulated, first_reference, first_authorised_at,
       last_authorised_at, last_action, last_action_minor, last_action_at, stop_at)
     values ($1, $2, $3, $4, $5, $6, 0, 'stopped', $7, 'renewal_failed', true, 'A1', $7, $7, 'renewal', $6, $7, $7)`,
    chain,
  );
  await rowsOf(
    `insert into renewal_failure (merchant_id, id, payment_id, website_id, night, kind, currency, amount_minor, trans_id,
       ref_nr, pay_id, code, text, notice, at)
     values ($1, gen_random_uuid(), $2::uuid, $3, $7::timestamptz::date, $8, $5, $6, $4, null, replace($2::uuid::text, '-', ''),
       '21000305', 'Declined', $9, $7)`,
    [...chain, facts.kind ?? "renewal", facts.notice ?? "batch"],
  );
}
