import { localTime } from "@/lib/kernel/zoned-day";
import { pushFormatOf, waitsOf } from "@/lib/features/pushes/model";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { catalogueOf, createTranslator, escapedHtml, mailLocale } from "@/lib/platform/mail/catalogue";
import { sendMail, type Mail } from "@/lib/platform/mail/send-mail";
import { claim } from "@/lib/platform/outbox";
import { reading, type Db } from "@/lib/platform/tx";
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

type Which = "first" | "last";

const paragraph = (text: string) => `<p>${escapedHtml(text)}</p>`;

async function mailOf(
  to: string,
  website: Website,
  attempt: Attempt,
  which: Which,
): Promise<Omit<Mail, "id">> {
  const { timezone, memberships } = website.merchant;
  const locale = mailLocale(memberships[0]?.user.locale ?? null);
  const t = createTranslator("pushMails", await catalogueOf(locale));
  const { local, offset } = localTime(attempt.startedAt, timezone);
  const values = {
    website: website.name,
    at: `${local} ${offset}`,
    event: attempt.push.eventType,
    retries: waitsOf(website, pushFormatOf(attempt.push.format)).length.toString(),
  };
  // What the shop answered, as a code or as the word for a silence.
  const answer =
    attempt.status === null ? t(`outcomes.${attempt.outcome}`) : `HTTP ${attempt.status.toString()}`;
  const lines = [
    t(`${which}.happened`, values),
    t("address", { url: attempt.url }),
    t("answer", { answer }),
    t(`${which}.next`, values),
  ];
  const link = `${env().baseUrl}/pushes/${attempt.push.id}`;
  const anchor = `<p><a href="${escapedHtml(link)}">${escapedHtml(t("open"))}</a></p>`;
  return {
    to,
    locale,
    subject: t(`${which}.subject`, values),
    text: [...lines, `${t("open")}: ${link}`].join("\n\n"),
    html: `<!doctype html><html lang="${locale}"><body>${lines.map(paragraph).join("")}${anchor}</body></html>`,
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
  const mail = await mailOf(to, website, attempt, ids.which);
  const wasHandedOver = await sendMail({ ...mail, id: `${ids.attemptId}.${ids.which}` });
  if (!wasHandedOver)
    logger().warn({ source: "mail", websiteId: ids.websiteId }, "no SMTP_URL: no mail is sent");
}
