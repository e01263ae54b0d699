import type { Locale } from "next-intl";
import { getLocale, type getTranslations } from "next-intl/server";
import { moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { cellFormat, moneyText, type CellFormat } from "@/lib/listing/cells";
import type { Money } from "@/lib/kernel/money";

export type PaymentTranslator = Awaited<ReturnType<typeof getTranslations<"payment">>>;

/** How this page writes values, for one reader. */
export type Writing = {
  readonly locale: Locale;
  readonly format: CellFormat;
  readonly now: Date;
  readonly money: (money: Money) => string;
  /** With seconds and offset. */
  readonly exact: (at: Date) => string;
  /** To the minute, with the zone. */
  readonly moment: (at: Date) => string;
};

export async function writingFor(timezone: string, now: Date): Promise<Writing> {
  const locale = await getLocale();
  const format = cellFormat(locale, timezone);
  return {
    locale,
    format,
    now,
    money: (money) => moneyText(format, money),
    exact: (at) => format.instant(at)[1],
    moment: moveWriting({ locale, timezone }).at,
  };
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "in 38 minutes", "3 hours ago". */
export function relative({ locale, now }: Writing, at: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units[3];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(seconds / size), unit);
}

/** "visa" is Visa, "jcb" is JCB. */
export const brandName = (brand: string | null): string =>
  brand === null || brand.length < 4
    ? (brand ?? "").toUpperCase()
    : brand.charAt(0).toUpperCase() + brand.slice(1);

/** `user:Eva` is Eva; machines say what they are. */
export function sayActor(t: PaymentTranslator, actor: string): string {
  const [kind, name] = actor.split(/:(.*)/s);
  if (kind === "user") return name ?? actor;
  if (kind === "api") return t("actors.api", { name: name ?? "" });
  return t(name === "customer" ? "actors.customer" : "actors.system");
}
