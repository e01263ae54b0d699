import type { Actor } from "@/lib/kernel/access";
import { toMajor } from "@/lib/kernel/money";
import { payAddress } from "@/lib/features/data-requests/commands/links";
import { Asked, type Parameter } from "@/lib/features/parameters/model";
import { catalogueOf, createTranslator, escapedHtml, mailLocale } from "@/lib/platform/mail/catalogue";
import { sendMail, type Mail } from "@/lib/platform/mail/send-mail";
import { claim } from "@/lib/platform/outbox";
import { reading } from "@/lib/platform/tx";

const readRequest = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.dataRequest.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: {
        id: true,
        statusCode: true,
        culture: true,
        currency: true,
        invoiceNumber: true,
        customerName: true,
        customerEmail: true,
        expiresAt: true,
        inputParameters: true,
        website: { select: { name: true } },
      },
    }),
  );
type Request = NonNullable<Awaited<ReturnType<typeof readRequest>>>;

const paragraph = (text: string) => `<p>${escapedHtml(text)}</p>`;

async function mailOf(request: Request, to: string, link: string): Promise<Mail> {
  const asked = new Asked(request.inputParameters as Parameter[], request.currency);
  const locale = mailLocale(request.culture?.slice(0, 2).toLowerCase() ?? null);
  const t = createTranslator("payMails", await catalogueOf(locale));
  const amount = toMajor({ minor: asked.minor("Amount") ?? 0, currency: asked.currency });
  const values = {
    shop: request.website.name,
    amount: `${asked.currency} ${amount}`,
    invoice: request.invoiceNumber ?? "",
    name: request.customerName ?? "",
  };
  const greeting = t(request.customerName === null ? "hello" : "helloName", values);
  const invoice = request.invoiceNumber === null ? [] : [t("invoice", values)];
  const lines = [greeting, t("line", values), ...invoice];
  const anchor = `<p><a href="${escapedHtml(link)}">${escapedHtml(t("open"))}</a></p>`;
  return {
    id: request.id,
    to,
    locale,
    subject: t("subject", values),
    text: [...lines, `${t("open")}: ${link}`].join("\n\n"),
    html: `<!doctype html><html lang="${locale}"><body>${lines.map(paragraph).join("")}${anchor}</body></html>`,
  };
}

/** PaymentInvitation: the mail with the link. What has ended meanwhile needs none. */
export async function sendInvitation(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("data_request.invite", payload);
  const request = await readRequest(actor, ids.dataRequestId);
  if (request?.statusCode !== 792 || request.customerEmail === null || request.expiresAt === null) return;
  const { id: dataRequestId, expiresAt: until } = request;
  const link = payAddress({ scope: actor.scope, dataRequestId, until });
  await sendMail(await mailOf(request, request.customerEmail, link));
}
