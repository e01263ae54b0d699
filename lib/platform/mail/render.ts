import type {
  CommunicationContent,
  CommunicationKind,
  CommunicationSecret,
} from "@/lib/kernel/communications";
import type { Locale } from "@/lib/kernel/locale";
import { decimalsOf, toMajor, type Money } from "@/lib/kernel/money";
import { localTime } from "@/lib/kernel/zoned-day";
import { catalogueOf, createTranslator, escapedHtml } from "@/lib/platform/mail/catalogue";

/** What a template takes. */
export type Message = {
  [K in CommunicationKind]: {
    readonly kind: K;
    readonly locale: Locale;
    readonly name?: string | null;
    readonly content: CommunicationContent<K>;
    readonly secret: CommunicationSecret | null;
  };
}[CommunicationKind];

type Written = { readonly subject: string; readonly text: string; readonly html: string };
type Fact = readonly [label: string, value: string];
type Words = Awaited<ReturnType<typeof wordsOf>>;

const formats = new Map<string, Intl.NumberFormat>();

function amountText(locale: Locale, money: Money): string {
  const key = `${locale} ${money.currency}`;
  const digits = decimalsOf(money.currency);
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency: money.currency,
      minimumFractionDigits: digits,
    });
  formats.set(key, format);
  return format.format(Number(toMajor(money)));
}

const days = new Map<Locale, Intl.DateTimeFormat>();

function dayText(locale: Locale, day: string): string {
  const format = days.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  days.set(locale, format);
  return format.format(new Date(`${day}T00:00:00Z`));
}

function timeText(instant: string, timezone: string | undefined): string {
  const { local, offset } = localTime(new Date(instant), timezone ?? "UTC");
  return `${local} ${offset}`;
}

async function wordsOf({ locale }: Message) {
  const catalogue = await catalogueOf(locale);
  return {
    t: createTranslator("mails", catalogue),
    role: createTranslator("roles", catalogue),
    method: createTranslator("payments", catalogue),
    texts: catalogue.mails as Readonly<Record<string, Readonly<Record<string, string>> | string>>,
    methods: catalogue.payments.values.method as Readonly<Record<string, string>>,
  };
}

type Values = Readonly<Record<string, string>>;

/** Every value as its reader writes it, by the name that texts and facts call it. */
function valuesOf(message: Message, { methods, role }: Words): Values {
  const { locale } = message;
  const { timezone, ...content } = message.content as Readonly<Record<string, unknown>> & {
    timezone?: string;
  };
  const write: Readonly<Record<string, (value: unknown) => string>> = {
    amount: (value) => amountText(locale, value as Money),
    open: (value) => amountText(locale, value as Money),
    adminCosts: (value) => amountText(locale, value as Money),
    dueOn: (value) => dayText(locale, value as string),
    paidAt: (value) => timeText(value as string, timezone),
    at: (value) => timeText(value as string, timezone),
    method: (value) => methods[value as string] ?? (value as string),
    role: (value) => role(value as string),
  };
  const written = Object.entries(content).map(([name, value]) => [
    name,
    write[name]?.(value) ?? String(value),
  ]);
  return {
    ...(Object.fromEntries(written) as Values),
    name: message.name ?? "",
    link: linkOf(message) ?? "",
  };
}

const linkOf = ({ content, secret }: Message): string | null =>
  secret?.link ?? ("link" in content ? content.link : null);

const factNames: Readonly<Record<CommunicationKind, readonly string[]>> = {
  payment_confirmation: ["amount", "paidAt", "method", "order", "reference"],
  payment_invitation: ["amount", "invoice"],
  refund_notice: ["amount", "order", "reference"],
  push_failure: ["website", "url", "answer", "event", "at"],
  renewal_failure: ["order", "reference", "reason"],
  colleague_invitation: [],
  password_reset: [],
  invoice_invitation: ["invoice", "open", "adminCosts", "dueOn"],
  invoice_reminder: ["invoice", "open", "adminCosts", "dueOn"],
};

type Parts = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly facts: readonly Fact[];
  readonly button: { readonly label: string; readonly link: string } | null;
  readonly note: string | null;
};

function partsOf(message: Message, words: Words): Parts {
  const { t, texts } = words;
  const { kind, name } = message;
  const values = valuesOf(message, words);
  // The two warnings of an outage (BK-14) differ in what they say.
  const which = message.kind === "push_failure" ? (message.content.which === "first" ? "First" : "Last") : "";
  const own = texts[kind] as Readonly<Record<string, string>>;
  const link = linkOf(message);
  return {
    subject: t(`${kind}.subject${which}`, values).replaceAll(/\s+/g, " "),
    lines: [t(name ? "helloName" : "hello", values), t(`${kind}.line${which}`, values)],
    facts: factNames[kind].flatMap((fact) => {
      const value = values[fact];
      return value === undefined ? [] : [[t(`facts.${fact}`), value] as const];
    }),
    button: link === null || own["button"] === undefined ? null : { label: t(`${kind}.button`), link },
    note: own["note"] === undefined ? null : t(`${kind}.note`, values),
  };
}

const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapedHtml(text)}</p>`;
const cell = "padding:6px 16px 6px 0;vertical-align:top;overflow-wrap:anywhere";

const factTable = (facts: readonly Fact[]) =>
  facts.length === 0
    ? ""
    : `<table role="presentation" style="border-collapse:collapse;margin:0 0 20px">${facts
        .map(
          ([label, value]) =>
            `<tr><td style="${cell};color:#55637a">${escapedHtml(label)}</td><td style="${cell}">${escapedHtml(value)}</td></tr>`,
        )
        .join("")}</table>`;

const buttonHtml = ({ label, link }: NonNullable<Parts["button"]>) =>
  `<p style="margin:0 0 20px"><a href="${escapedHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1f4fd8;color:#ffffff;text-decoration:none">${escapedHtml(label)}</a></p>`;

function htmlOf(locale: Locale, { subject, lines, facts, button, note }: Parts): string {
  const body = [
    ...lines.map(paragraph),
    factTable(facts),
    button === null ? "" : buttonHtml(button),
    note === null ? "" : paragraph(note),
  ].join("");
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapedHtml(subject)}</title></head><body style="margin:0;background:#eef2f7;color:#14202e;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:24px auto;padding:24px;background:#ffffff;border-radius:12px">${body}</div></body></html>`;
}

function textOf({ lines, facts, button, note }: Parts): string {
  const table = facts.map(([label, value]) => `${label}: ${value}`).join("\n");
  const link = button === null ? "" : `${button.label}: ${button.link}`;
  return [...lines, table, link, note ?? ""].filter((part) => part !== "").join("\n\n");
}

export async function renderMail(message: Message): Promise<Written> {
  const parts = partsOf(message, await wordsOf(message));
  return { subject: parts.subject, text: textOf(parts), html: htmlOf(message.locale, parts) };
}

/** One line; kinds that are seldom sent so say what their mail's subject says. */
export async function renderSms(message: Message): Promise<string> {
  const words = await wordsOf(message);
  const { texts, t } = words;
  const own = texts[message.kind] as Readonly<Record<string, string>>;
  if (own["sms"] !== undefined) return t(`${message.kind}.sms`, valuesOf(message, words));
  const { subject, button } = partsOf(message, words);
  return button === null ? subject : `${subject}: ${button.link}`;
}
