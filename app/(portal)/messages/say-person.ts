import type { getTranslations } from "next-intl/server";

export type MessageTranslator = Awaited<ReturnType<typeof getTranslations<"message">>>;

/** `user:Eva` is Eva; machines say what they are. */
export function sayPerson(t: MessageTranslator, actor: string): string {
  const [kind, name = ""] = actor.split(/:(.*)/s);
  if (kind === "user") return name;
  if (kind === "api") return t("sources.api", { name });
  return t(name === "customer" ? "sources.customer_to_us" : "sources.system");
}
