import { callShop } from "@/lib/features/pushes/jobs/call";
import { testBodies } from "@/lib/features/pushes/jobs/test-bodies";
import { pushFormatOf } from "@/lib/features/pushes/model";
import { pushHashOf } from "@/lib/features/websites/model";
import { ok } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { recordExchange } from "@/lib/platform/exchanges";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

/** Sends a website's test push as pushes are sent, and keeps nothing of it but the exchange. */
export async function sendTest(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("website.push_test", payload);
  const { scope } = actor;
  const { website, isDone } = await reading(scope, async (db) => ({
    website: await db.website.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: scope, id: ids.websiteId } },
      select: {
        pushUrl: true,
        pushFormat: true,
        pushHash: true,
        pushSecret: true,
        pushSecretBefore: true,
        pushSecretUntil: true,
        websiteKey: true,
        siteReference: true,
      },
    }),
    isDone: (await db.exchange.count({ where: { merchantId: scope, correlationId: ids.testId } })) > 0,
  }));
  if (isDone || website.pushUrl === null) return;
  const { siteReference, websiteKey, pushFormat: format, pushUrl } = website;
  const pushHash = pushHashOf(website.pushHash);
  const body = testBodies[pushFormatOf(format)]({ id: ids.testId, at: now(), siteReference, websiteKey });
  const sent = await callShop({ ...website, pushHash, id: ids.testId, format, body }, pushUrl);
  await inTransaction(
    actor,
    async (tx) => {
      await recordExchange(tx, sent.exchange, { websiteId: ids.websiteId });
      await tx.audit("website.push_tested", ["website", ids.websiteId], { status: sent.exchange.status });
      await tx.announce("websites", ids.websiteId);
      return ok(undefined);
    },
    { correlationId: ids.testId },
  );
}
