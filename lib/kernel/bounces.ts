import type { Channel } from "@/lib/kernel/communications";

/** Why a message did not arrive (domain.md 2.8). */
export const bounceClasses = [
  "unknown_user",
  "unknown_host",
  "disabled",
  "mailbox_full",
  "policy",
  "expired",
  "too_large",
  "complaint",
  "invalid_number",
  "unreachable",
  "rejected",
  "other",
] as const;
export type BounceClass = (typeof bounceClasses)[number];

/** `refusal` in the conversation, `gave_up` at the end of the schedule; the others are told afterwards. */
export type BounceSource = "refusal" | "report" | "api" | "sms" | "gave_up";

/** What a report turned out to be. */
export const reportVerdicts = [
  "waiting",
  "bounce",
  "complaint",
  "delayed",
  "delivered",
  "automatic_reply",
  "spam",
  "unreadable",
] as const;
export type ReportVerdict = (typeof reportVerdicts)[number];

/** A code of RFC 3463 and no part of an address or a version: `5.1.1`, not `10.5.1.1` nor `4.97.1`. */
const enhanced = "[245]\\.[0-7]\\.\\d{1,3}";
const afterReply = new RegExp(`\\b[245]\\d\\d[ \\-]?[ ]?[(\\[#]{0,2}(${enhanced})(?![\\d.]*\\d)`);
const anywhere = new RegExp(`(?<![\\w.])#?(${enhanced})(?!\\w|\\.\\d)`);
const replyCode = /(?<![\w.])([45]\d\d)(?=[ -]|$)/m;

/** The enhanced status code that a server's words carry, the one behind its reply code first. */
export const enhancedCodeIn = (text: string): string | null =>
  (afterReply.exec(text) ?? anywhere.exec(text))?.[1] ?? null;

const byCode: Readonly<Record<string, BounceClass>> = {
  "1.1": "unknown_user",
  "1.2": "unknown_host",
  "1.3": "unknown_user",
  "1.4": "unknown_user",
  "1.6": "unknown_user",
  "1.7": "policy",
  "1.8": "policy",
  "2.1": "disabled",
  "2.2": "mailbox_full",
  "2.3": "too_large",
  "3.4": "too_large",
  "4.3": "unknown_host",
  "4.4": "unknown_host",
  "7.17": "unknown_user",
};
const bySubject: Readonly<Record<string, BounceClass>> = { "4": "expired", "7": "policy" };

/** Codes that tell nothing, or that well-known servers use for something else (Exchange: 5.4.1 and 5.1.10 for no such user). */
const telling = (detail: string) => !/^(?:\d\.0|1\.10|4\.1|5\.\d+)$/.test(detail);

/** What servers say, in the order of how much it tells. Five languages of ours and some of big providers'. */
const byText: readonly (readonly [BounceClass, RegExp])[] = [
  [
    "mailbox_full",
    /over ?quota|quota (?:has been )?exceed|exceed(?:s|ed)? .{0,40}quota|mailbox (?:is )?full|inbox (?:is )?full|insufficient (?:system )?storage|out of (?:storage )?space|postfach .{0,30}voll|kontingent|mailbox .{0,20}vol\b|boîte .{0,30}pleine|skrzynka .{0,30}(?:pełna|przepełniona)|täynnä|buzón .{0,20}lleno|casella .{0,20}piena|容量/i,
  ],
  [
    "too_large",
    /message (?:size|length)|too (?:large|big)|size limit|maximum (?:message )?size|zu gro(?:ß|ss)|te groot|za duża|liian suuri|trop volumineux/i,
  ],
  [
    "disabled",
    /(?:account|mailbox|user|recipient|address|inbox|adresse|konto|postfach)\b.{0,40}\b(?:disabled|suspended|inactive|deactivated|locked|closed|blocked|gesperrt|deaktiviert|geblokkeerd|poistettu käytöstä|zablokowan[ey]|désactivé)/i,
  ],
  [
    "unknown_host",
    /(?:host|domain)(?: name)? ?(?:or domain name )?(?:is |was )?(?:not (?:be )?found|unknown)|unknown (?:host|domain)|unrouteable|no such domain|nxdomain|name service error|no mx|null ?mx|does not accept mail|couldn'?t find any host|unbekannte(?:r|s|n)? (?:host|domain)|dns (?:error|lookup)|domain(?:ain)? (?:does not|doesn'?t) exist/i,
  ],
  [
    "policy",
    /spam|blacklist|blocklist|block list|blocked|poor reputation|policy|denied by|dmarc|\bspf\b|\bdkim\b|virus|malware|greylist|graylist|not authori[sz]ed|unsolicited|relay(?:ing)? (?:access )?denied|relaying|content reject|suspicious|rate limit|too many|banned|listed (?:at|in|by)/i,
  ],
  [
    "unknown_user",
    /(?:no such|unknown|invalid|non-?existent) .{0,20}(?:user|recipient|mailbox|address|account|local part)|(?:user|recipient|mailbox|address|account|empfänger|adresse|gebruiker|vastaanottaja|adresat|odbiorca|utilisateur|destinataire|usuario)\b.{0,60}(?:unknown|not found|not exist|n'existe|doesn'?t exist|does not exist|unavailable|not (?:a )?valid|invalid|not known|not listed|rejected|no existe|unbekannt|nicht gefunden|existiert nicht|onbekend|bestaat niet|tuntematon|ei ole|nieznan|nie istnieje|inconnu)|doesn'?t have an? .{0,40}account|does not have an? .{0,40}account|email account that you tried to reach does not exist|unknown user|user unknown|no mailbox here|not our customer|is not a known user|存在しません|见つかりません|不存在|не существует|не найден|unbekannter empfänger|onbekende gebruiker|tuntematon vastaanottaja|nieznany (?:użytkownik|odbiorca|adresat)/i,
  ],
  [
    "expired",
    /timed? ?out|time-?out|expired|delivery time|retry time|could not be delivered for|too long|connection (?:refused|lost|reset|dropped)|no answer|network is unreachable|temporarily|temporary|try again|deferred|hop count|too many hops|loop/i,
  ],
];

const ofText = (text: string): BounceClass | null =>
  byText.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/** Whether words say why, in whatever language. */
export const tellsWhy = (text: string): boolean => enhancedCodeIn(text) !== null || ofText(text) !== null;

const smsWords: readonly (readonly [BounceClass, RegExp])[] = [
  [
    "invalid_number",
    /invalid|unknown (?:number|subscriber)|not a (?:valid )?(?:mobile|number)|unallocated|landline/i,
  ],
  ["expired", /expired|validity|timed? ?out/i],
  ["unreachable", /unreachable|absent|switched off|no coverage|out of range|undeliver/i],
  ["rejected", /reject|barred|blocked|spam|opt(?:ed)?[ -]?out|refus/i],
];

export type Told = {
  readonly channel: Channel;
  /** Enhanced status code or the provider's code. */
  readonly code: string | null;
  /** The server's or provider's own words. */
  readonly reason: string;
  readonly source: BounceSource;
  readonly isComplaint?: boolean;
};

export type Classified = {
  readonly class: BounceClass;
  readonly code: string | null;
  /** It is the address itself: it will not go away, and sending again does harm. */
  readonly isHard: boolean;
};

const detailOf = (code: string) => code.slice(2);

/** The code that tells most: Exim writes 5.0.0 beside a reason that carries its own (wire.md 5). */
function tellingCode(code: string | null, reason: string): string | null {
  if (code !== null && telling(detailOf(code))) return code;
  const said = enhancedCodeIn(reason);
  return said !== null && (code === null || telling(detailOf(said))) ? said : code;
}

function classOfCode(code: string | null): BounceClass | null {
  if (code === null || !telling(detailOf(code))) return null;
  const subject = detailOf(code).split(".")[0] ?? "";
  const exact = code.startsWith("4.4.") ? undefined : byCode[detailOf(code)];
  return exact ?? bySubject[subject] ?? null;
}

/** What a code that tells little means where the words tell nothing. */
const vague: Readonly<Record<string, BounceClass>> = {
  "4.1": "expired",
  "1.0": "unknown_user",
  "1.10": "unknown_host",
};

const hardClasses: ReadonlySet<BounceClass> = new Set([
  "unknown_user",
  "unknown_host",
  "disabled",
  "complaint",
  "invalid_number",
]);

/** A reply that begins with 4, or a schedule that ended, may be another one tomorrow. */
function isPassing(code: string | null, { reason, source }: Told): boolean {
  const first = code ?? replyCode.exec(reason)?.[1] ?? "";
  return source === "gave_up" || first.startsWith("4");
}

function classifyMail(told: Told): Classified {
  const code = tellingCode(told.code, told.reason);
  const fallback = told.source === "gave_up" ? "expired" : "other";
  const found = classOfCode(code) ?? ofText(told.reason) ?? vague[detailOf(code ?? "")] ?? fallback;
  return { class: found, code, isHard: hardClasses.has(found) && !isPassing(code, told) };
}

function classifySms({ code, reason }: Told): Classified {
  const words = `${code ?? ""} ${reason}`.replaceAll("_", " ");
  const found = smsWords.find(([, pattern]) => pattern.test(words))?.[0] ?? "other";
  return { class: found, code, isHard: hardClasses.has(found) };
}

/** Class from the enhanced status code and, failing that, from the words (domain.md 2.8). */
export function classify(told: Told): Classified {
  if (told.isComplaint === true) return { class: "complaint", code: told.code, isHard: true };
  return told.channel === "sms" ? classifySms(told) : classifyMail(told);
}

/** Our return paths are `bounce+<token>@...`; their case is lost on the way now and then. */
export const returnTokenIn = (text: string): string | null =>
  /(?<![\w.+-])bounce\+([a-z0-9]{26})@/i.exec(text)?.[1]?.toLowerCase() ?? null;
