import { randomUUID } from "node:crypto";
import type { WantedStep } from "@/lib/features/schemes/model";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

type SchemeFacts = {
  readonly key?: string;
  readonly name?: string;
  readonly steps?: readonly Partial<WantedStep>[];
};

const usual: WantedStep = {
  daysAfterDue: 7,
  action: "reminder",
  channel: "email",
  fallbackChannel: null,
  feeMinor: 0,
};

/** A scheme of the shop's website, with one reminder after a week where nothing else is said. */
export async function makeScheme(
  shop: Shop,
  facts: SchemeFacts = {},
): Promise<{ readonly id: string; readonly key: string }> {
  const { key = "a1b2c3", name = "Thirty days", steps = [usual] } = facts;
  const id = randomUUID();
  await rowsOf(
    `insert into credit_scheme (merchant_id, id, website_id, key, name, created_at, changed_at)
     values ($1, $2, $3, $4, $5, now(), now())`,
    [shop.merchantId, id, shop.websiteId, key, name],
  );
  for (const [index, step] of steps.entries()) {
    const { daysAfterDue, action, channel, fallbackChannel, feeMinor } = { ...usual, ...step };
    await rowsOf(
      `insert into credit_scheme_step (merchant_id, id, scheme_id, position, days_after_due, action, channel,
         fallback_channel, fee_minor) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        shop.merchantId,
        randomUUID(),
        id,
        index + 1,
        daysAfterDue,
        action,
        channel,
        fallbackChannel,
        feeMinor,
      ],
    );
  }
  return { id, key };
}
