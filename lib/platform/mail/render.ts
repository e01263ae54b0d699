import type {
  CommunicationContent,
  CommunicationKind,
  CommunicationSecret,
} from "@/lib/kernel/communications";
import type { Locale } from "@/lib/kernel/locale";
import type { Money } from "@/lib/kernel/money";
import { catalogueOf, createTranslator } from "@/lib/platform/mail/catalogue";
import { filledBlock } from "@/lib/platform/mail/fill";
import { amountText, dayText, plainLine, timeText } from "@/lib/platform/mail/writing";

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

const product = "Counterfoil";

type Written = { readonly subject: string; readonly text: string; readonly html: string };
type Fact = readonly [label: string, value: string];
type Values = Readonly<Record<string, string>>;
type Words = Awaited<ReturnType<typeof wordsOf>>;

async function wordsOf({ locale }: Message) {
  const catalogue = await catalogueOf(locale);
  const t = createTranslator("mails", catalogue);
  return {
    t: (key: string, values?: Values) => t(key, values),
    role: createTranslator("roles", catalogue),
    method: createTranslator("payments", catalogue),
    texts: catalogue.mails as Readonly<Record<string, Readonly<Record<string, string>> | string>>,
    methods: catalogue.payments.values.method as Readonly<Record<string, string>>,
    answers: catalogue.mails.answers as Readonly<Record<string, string>>,
  };
}

const shortest = 60;
/** Customers type their names themselves: one that could carry a link or a story greets nobody. */
const isName = (name: string) => name.length <= shortest && !/[/:@<>\\]|www\.|\.\w{2,}/i.test(name);

/** Every value as its reader writes it, by the name that texts and facts call it. */
function valuesOf(message: Message, { methods, role, answers }: Words): Values {
  const { locale } = message;
  const { timezone = "UTC", ...content } = message.content as Readonly<Record<string, unknown>> & {
    timezone?: string;
  };
  const amount = (value: unknown) => amountText(locale, value as Money);
  const time = (value: unknown) => timeText(locale, value as string, timezone);
  const write: Readonly<Record<string, (value: unknown) => string>> = {
    amount,
    open: amount,
    adminCosts: amount,
    dueOn: (value) => dayText(locale, value as string),
    paidAt: time,
    at: time,
    method: (value) => methods[value as string] ?? (value as string),
    answer: (value) => answers[value as string] ?? (value as string),
    role: (value) => role(value as string),
  };
  const written = Object.entries(content).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, plainLine(write[name]?.(value) ?? String(value as string | number))]],
  );
  const name = plainLine(message.name ?? "");
  return {
    ...(Object.fromEntries(written) as Values),
    name: isName(name) ? name : "",
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

/** What the mail is about, drawn large. */
const amountNames: Readonly<Partial<Record<CommunicationKind, string>>> = {
  payment_confirmation: "amount",
  payment_invitation: "amount",
  refund_notice: "amount",
  invoice_invitation: "open",
  invoice_reminder: "open",
};

type Parts = {
  readonly subject: string;
  readonly sender: string;
  readonly hello: string;
  readonly line: string;
  readonly amount: string | null;
  readonly facts: readonly Fact[];
  readonly button: { readonly label: string; readonly link: string } | null;
  readonly note: string | null;
  readonly footer: string;
};

/** The two warnings of an outage (BK-14) differ in what they say. */
const variantOf = ({ kind, content }: Message) =>
  kind === "push_failure" ? (content.which === "first" ? "First" : "Last") : "";

function factsOf(kind: CommunicationKind, values: Values, { t }: Words): Fact[] {
  return factNames[kind].flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[t(`facts.${name}`), value] as const];
  });
}

function partsOf(message: Message, words: Words): Parts {
  const { t, texts } = words;
  const { kind } = message;
  const values = valuesOf(message, words);
  const variant = variantOf(message);
  const optional = (part: string) => (part in (texts[kind] as object) ? t(`${kind}.${part}`, values) : null);
  const [label, link] = [optional("button"), linkOf(message)];
  const shop = values["shop"];
  return {
    subject: t(`${kind}.subject${variant}`, values),
    sender: shop ?? product,
    hello: t(values["name"] === "" ? "hello" : "helloName", values),
    line: t(`${kind}.line${variant}`, values),
    amount: values[amountNames[kind] ?? ""] ?? null,
    facts: factsOf(kind, values, words),
    button: label === null || link === null ? null : { label, link },
    note: optional("note"),
    footer: t(shop === undefined ? "footerPortal" : "footerShop", values),
  };
}

const block = (name: "line" | "amount" | "note", text: string | null) =>
  text === null ? "" : filledBlock(name, { text: { text } });

function factsHtml(facts: readonly Fact[]): string {
  if (facts.length === 0) return "";
  const rows = facts.map(([label, value]) => filledBlock("fact", { text: { label, value } })).join("");
  return filledBlock("facts", { text: {}, html: { rows } });
}

function htmlOf(locale: Locale, parts: Parts): string {
  const { subject, sender, hello, line, amount, facts, button, note, footer } = parts;
  const shown = amount === null ? facts : facts.filter(([, value]) => value !== amount);
  const body = [
    ...[block("line", hello), block("line", line), block("amount", amount), factsHtml(shown)],
    button === null ? "" : filledBlock("button", { text: button }),
    block("note", note),
  ].join("");
  return filledBlock("page", { text: { locale, subject, sender, footer, preview: line }, html: { body } });
}

function textOf({ hello, line, facts, button, note, footer }: Parts): string {
  const table = facts.map(([label, value]) => `${label}: ${value}`).join("\n");
  const link = button === null ? "" : `${button.label}:\n${button.link}`;
  return [hello, line, table, link, note ?? "", `-- \n${footer}`].filter((part) => part !== "").join("\n\n");
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
