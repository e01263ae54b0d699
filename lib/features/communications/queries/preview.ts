import "server-only";
import { communicationKinds, contentSchemas, type CommunicationKind } from "@/lib/kernel/communications";
import type { Locale } from "@/lib/kernel/locale";
import { env } from "@/lib/platform/env";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { renderMail, renderSms, type Message } from "@/lib/platform/mail/render";
import { sampleOf } from "@/lib/platform/mail/samples";

type Written = {
  readonly channel: string;
  readonly kind: string;
  readonly locale: string;
  readonly content: unknown;
  readonly name: string | null;
};

/** Whoever reads the message here must not be able to open what its link opens. */
const hiddenLink = "https://••••••••";

/** The text as it goes out, but for its link. */
export async function previewMessage({ channel, kind, locale, content, name }: Written): Promise<string> {
  const known = communicationKinds.find((word) => word === kind) ?? "password_reset";
  const message = {
    kind: known,
    locale: mailLocale(locale),
    content: contentSchemas[known].parse(content),
    secret: { link: hiddenLink },
    name,
  } as Message;
  return channel === "sms" ? renderSms(message) : (await renderMail(message)).text;
}

/** A mail as a customer of the shop would get it, with values that nobody has. */
export const previewSample = (
  kind: CommunicationKind,
  locale: Locale,
  shop: { readonly shop: string; readonly timezone: string },
) => renderMail(sampleOf(kind, locale, { ...shop, baseUrl: env().baseUrl }));
