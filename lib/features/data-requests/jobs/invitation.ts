import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { payAddress } from "@/lib/features/data-requests/commands/links";
import { Asked, type Parameter } from "@/lib/features/parameters/model";
import { queueCommunication } from "@/lib/platform/communications";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

const readRequest = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.dataRequest.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: {
        ...{ id: true, websiteId: true, statusCode: true, culture: true, currency: true },
        ...{ invoiceNumber: true, customerName: true, customerEmail: true },
        ...{ expiresAt: true, inputParameters: true },
        website: { select: { name: true, merchant: { select: { timezone: true } } } },
      },
    }),
  );

const languageOf = (culture: string | null) => mailLocale(culture?.slice(0, 2).toLowerCase() ?? null);

/** PaymentInvitation: the mail with the link, queued once. What has ended meanwhile needs none. */
export async function sendInvitation(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("data_request.invite", payload);
  const request = await readRequest(actor, ids.dataRequestId);
  if (request?.statusCode !== 792 || request.customerEmail === null || request.expiresAt === null) return;
  const { id, websiteId, website, invoiceNumber, customerEmail, customerName, expiresAt: until } = request;
  const asked = new Asked(request.inputParameters as Parameter[], request.currency);
  const link = payAddress({ scope: actor.scope, dataRequestId: id, until });
  const wish = {
    ...{ id, dataRequestId: id, websiteId },
    channel: "email",
    kind: "payment_invitation",
    locale: languageOf(request.culture),
    addressee: customerEmail,
    name: customerName,
    content: {
      shop: website.name,
      amount: { minor: asked.minor("Amount") ?? 0, currency: asked.currency },
      ...(invoiceNumber === null ? {} : { invoice: invoiceNumber }),
      timezone: website.merchant.timezone,
    },
    secret: { link },
  } as const;
  await inTransaction(actor, async (tx) => ok(await queueCommunication(tx, wish)));
}
