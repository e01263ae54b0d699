import { v5 } from "uuid";
import { ok } from "@/lib/kernel/result";
import { queueCommunication } from "@/lib/platform/communications";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { claim } from "@/lib/platform/outbox";
import { settingsInForce } from "@/lib/platform/chains";
import { inTransaction, reading, type Db } from "@/lib/platform/tx";
import type { MerchantScope } from "@/lib/kernel/access";

/** Named by the failure, its mail is queued once. */
const nameSpace = "0e6f2f0a-6d0c-4f61-9a53-5a0f9a1d7c44";

const readFailure = (db: Db, scope: MerchantScope, id: string) =>
  db.renewalFailure.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      ...{ id: true, paymentId: true, websiteId: true, transId: true, code: true, text: true },
      chain: {
        select: {
          payment: {
            select: {
              transactionReference: true,
              website: {
                select: {
                  name: true,
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
              },
            },
          },
        },
      },
    },
  });
type Failure = NonNullable<Awaited<ReturnType<typeof readFailure>>>;

const wishFor = (failure: Failure, addressee: string) => {
  const { payment } = failure.chain;
  const { name: shop, merchant } = payment.website;
  return {
    id: v5(failure.id, nameSpace),
    websiteId: failure.websiteId,
    paymentId: failure.paymentId,
    channel: "email",
    kind: "renewal_failure",
    addressee,
    locale: mailLocale(merchant.memberships[0]?.user.locale ?? null),
    content: {
      ...{ shop, reference: payment.transactionReference, order: failure.transId },
      ...{ reason: `${failure.code} ${failure.text}`, timezone: merchant.timezone },
    },
  } as const;
};

/** CT-16: a mail to the website's address for each renewal that failed. */
export async function tellOfFailure(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("renewal.failed", payload);
  const failure = await reading(actor.scope, (db) => readFailure(db, actor.scope, ids.failureId));
  if (failure === null) return;
  await inTransaction(actor, async (tx) => {
    const to = (await settingsInForce(tx)).get(failure.websiteId)?.failureEmail ?? null;
    if (to !== null) await queueCommunication(tx, wishFor(failure, to));
    return ok("told");
  });
}
