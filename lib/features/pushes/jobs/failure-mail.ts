import { v5 } from "uuid";
import { ok } from "@/lib/kernel/result";
import { pushFormatOf, waitsOf } from "@/lib/features/pushes/model";
import { queueCommunication } from "@/lib/platform/communications";
import { env } from "@/lib/platform/env";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Db } from "@/lib/platform/tx";
import type { MerchantScope } from "@/lib/kernel/access";

const readWebsite = (db: Db, scope: MerchantScope, id: string) =>
  db.website.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      name: true,
      pushFailureEmail: true,
      pushSchedule: true,
      pushWaits: true,
      merchant: {
        select: {
          timezone: true,
          memberships: {
            where: { role: "owner", user: { disabledAt: null } },
            orderBy: { createdAt: "asc" },
            take: 1,
            select: { user: { select: { locale: true } } },
          },
        },
      },
    },
  });
type Website = NonNullable<Awaited<ReturnType<typeof readWebsite>>>;

const readAttempt = (db: Db, scope: MerchantScope, id: string) =>
  db.pushAttempt.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      url: true,
      status: true,
      outcome: true,
      startedAt: true,
      push: { select: { id: true, format: true, eventType: true } },
    },
  });
type Attempt = NonNullable<Awaited<ReturnType<typeof readAttempt>>>;

/** Named by attempt and occasion, each of the two mails of an outage is queued once. */
const nameSpace = "5d0c8a3e-6a0b-4f0e-9c55-0d8f2f1f6b7a";

function contentOf(website: Website, attempt: Attempt, which: "first" | "last") {
  return {
    website: website.name,
    url: attempt.url,
    // What the shop answered, as a code or as the word for a silence.
    answer: attempt.status === null ? attempt.outcome : `HTTP ${attempt.status.toString()}`,
    event: attempt.push.eventType,
    which,
    at: attempt.startedAt.toISOString(),
    retries: waitsOf(website, pushFormatOf(attempt.push.format)).length,
    link: `${env().baseUrl}/pushes/${attempt.push.id}`,
    timezone: website.merchant.timezone,
  };
}

/** BK-14: a mail at the first failure of an outage, and one when a push of it ran out of retries. */
export async function warnOfFailingPushes(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("website.pushes_fail", payload);
  const { website, attempt } = await reading(actor.scope, async (db) => ({
    website: await readWebsite(db, actor.scope, ids.websiteId),
    attempt: await readAttempt(db, actor.scope, ids.attemptId),
  }));
  const to = website?.pushFailureEmail ?? null;
  if (website === null || attempt === null || to === null) return;
  const wish = {
    id: v5(`${ids.attemptId}.${ids.which}`, nameSpace),
    websiteId: ids.websiteId,
    channel: "email",
    kind: "push_failure",
    addressee: to,
    locale: mailLocale(website.merchant.memberships[0]?.user.locale ?? null),
    content: contentOf(website, attempt, ids.which),
  } as const;
  await inTransaction(actor, async (tx) => ok(await queueCommunication(tx, wish)));
}
