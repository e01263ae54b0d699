import { expect } from "vitest";
import type { EventName } from "@/lib/kernel/events";
import type { RenewalSetting } from "@/lib/features/authorisations/model";
import { env } from "@/lib/platform/env";
import { handlers } from "@/lib/worker/registry";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { payAt } from "@/scripts/test/pay";

const usual: RenewalSetting = {
  ...{ isOn: true, renewAfterDays: 7, stopAfterDays: 30, splitting: true, failureNotice: "batch" },
  ...{ failureEmail: null, realtime: false, hopeRun: false, renewsSimulated: true },
};

export async function setRenewals(
  shop: Shop,
  own: Partial<RenewalSetting>,
  inForceAt = "2020-01-01T00:00:00Z",
) {
  const s = { ...usual, ...own };
  await rowsOf(
    `insert into renewal_setting (merchant_id, id, website_id, is_on, renew_after_days, stop_after_days, splitting,
       failure_notice, failure_email, realtime, hope_run, renews_simulated, set_at, in_force_at, actor)
     values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $12::timestamptz, 'test')`,
    [
      ...[shop.merchantId, shop.websiteId, s.isOn, s.renewAfterDays, s.stopAfterDays, s.splitting],
      ...[s.failureNotice, s.failureEmail, s.realtime, s.hopeRun, s.renewsSimulated, inForceAt],
    ],
  );
}

/** A shop whose held cards are renewed. */
export async function renewingShop(own: Partial<RenewalSetting> = {}): Promise<Shop> {
  const shop = await makeShop({ captureMode: "manual" });
  await setRenewals(shop, own);
  return shop;
}

export const reserve = (shop: Shop, minor = 100_00): Promise<string> =>
  payAt(shop, { amount: { minor, currency: "EUR" }, captureMode: "manual" });

export type ChainFacts = {
  readonly state: string;
  readonly reason: string | null;
  readonly phase: string | null;
  readonly captured: number;
  readonly reserved: number;
  readonly renewals: number;
  readonly next: Date | null;
  readonly payment: string;
  readonly paid: number;
};

export async function chainOf(paymentId: string): Promise<ChainFacts> {
  const [row] = await rowsOf<ChainFacts>(
    `select c.state, c.stop_reason as reason, c.phase, c.captured_minor::int as captured, c.reserved_minor::int as reserved,
       c.renewals, c.next_renewal_at as next, p.status as payment, p.captured_minor::int as paid
     from authorisation_chain c join payment p on p.merchant_id = c.merchant_id and p.id = c.payment_id
     where c.payment_id = $1`,
    [paymentId],
  );
  if (row === undefined) throw new Error(`no chain ${paymentId}`);
  return row;
}

/** What happened, oldest first: `renew 2026-11-10`. */
export async function historyOf(paymentId: string): Promise<string[]> {
  const rows = await rowsOf<{ event: string; day: string }>(
    `select event, to_char(at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as day from chain_step
     where payment_id = $1 order by at, id`,
    [paymentId],
  );
  return rows.map(({ event, day }) => `${event} ${day}`);
}

const runs: readonly (readonly [work: string, event: EventName])[] = [
  ["lapses", "authorisations.lapse"],
  ["renewals", "authorisations.renew"],
  ["splits", "authorisations.split"],
  ["hope_runs", "authorisations.hope"],
  ["chain_calls", "authorisations.recover"],
];

/** What the timers would have done for these merchants at an instant. */
export async function tick(instant: string, shops: readonly Shop[]): Promise<void> {
  for (const [work, event] of runs) {
    const due = await rowsOf<{ merchant: string }>("select merchants_due($1, $2) as merchant", [
      work,
      instant,
    ]);
    for (const { merchantId } of shops)
      if (due.some(({ merchant }) => merchant === merchantId))
        await handlers[event]({ version: 1, merchantId });
  }
}

type Account = {
  readonly reference: string;
  readonly sale: string | null;
  readonly authorised: number;
  readonly captured: number;
  readonly released: number;
  readonly reversed: number;
};

/** The acquirer's own books about one order: what is reserved and captured on all of its authorisations. */
export async function booksOf(paymentId: string) {
  const [chain] = await rowsOf<{ first: string }>(
    "select first_reference as first from authorisation_chain where payment_id = $1",
    [paymentId],
  );
  const { accounts } = (await (await fetch(`${env().gatewayUrl}/ledger`)).json()) as { accounts: Account[] };
  const own = accounts.filter(({ reference, sale }) => reference === chain?.first || sale === chain?.first);
  const standing = own.filter(({ reversed }) => reversed === 0);
  const sum = (of: (account: Account) => number) => own.reduce((total, account) => total + of(account), 0);
  const left = ({ authorised, captured, released }: Account) => authorised - captured - released;
  return {
    captured: sum(({ captured }) => captured),
    reserved: standing.reduce((total, account) => total + left(account), 0),
    live: standing.filter((account) => left(account) > 0).length,
  };
}

/** No reservation forgotten, none doubled. What has lapsed runs out at the acquirer by itself. */
export async function expectAgreement(paymentId: string): Promise<void> {
  const chain = await chainOf(paymentId);
  const books = await booksOf(paymentId);
  expect(chain.phase).toBeNull();
  expect(books.captured).toBe(chain.captured);
  expect(chain.paid).toBe(chain.captured);
  if (chain.state === "lapsed") return;
  expect(books.reserved).toBe(chain.reserved);
  expect(books.live).toBe(chain.reserved > 0 ? 1 : 0);
}
