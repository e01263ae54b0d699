import "server-only";
import { communicationKinds, contentSchemas } from "@/lib/kernel/communications";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { renderMail, renderSms, type Message } from "@/lib/platform/mail/render";

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
