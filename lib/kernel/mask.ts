import { cardBrand, maskCardNumber, passesLuhn } from "@/lib/kernel/card-number";

const hidden = "***";

const secretNames =
  "securitycode|security_code|cvc|cvc2|cvv|cvv2|password|passwd|secret|client_secret|api_?key|access_?token|token|signature_?key|pan|cardnumber|card_number";

/** None of the five below is in a text without a name, and none of the three after them in one that is as short. */
const anySecretName = new RegExp(secretNames, "i");
const shortestNumber = 13;

const jsonSecret = new RegExp(`("(?:${secretNames})"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|-?[\\d.]+)`, "gi");
/** JSON as text within JSON: its quotes carry backslashes. */
const innerJsonSecret = new RegExp(
  `(?<!\\\\)(\\\\+"(?:${secretNames})\\\\+"\\s*:\\s*)(?:(\\\\+")([^"\\\\]*)\\\\+"|-?[\\d.]+)`,
  "gi",
);
const xmlSecret = new RegExp(
  `(<((?:[\\w-]+:)?(?:${secretNames}))(?:\\s[^<>]*)?>)(?:[^<]|<!\\[CDATA\\[(?:[^<]|<(?!!\\[CDATA\\[))*?\\]\\]>)*(</\\2>)`,
  "gi",
);
const formSecret = new RegExp(`((?:^|&)(?:${secretNames})=)[^&]*`, "gi");
/** The first parameter of an address, wherever the address stands. */
const addressSecret = new RegExp(`(\\?(?:${secretNames})=)[^&\\s"'<>\\\\#]*`, "gi");
/** Groups of digits as people and forms write them, with one sign or its code between. */
const digitGroups = /\d+(?:(?:[\s.+-]|%20)\d+)*/g;
const spacedIban = /\b([A-Z]{2}\d{2})((?: [A-Z0-9]{4}){2,7})( [A-Z0-9]{1,4})\b/gi;
const iban = /\b([A-Z]{2}\d{2})([A-Z0-9]{8,26})([A-Z0-9]{4})\b/gi;

/** ISO 13616: letters count from 10, the first four characters stand at the end, and the rest by 97 is 1. */
function passesIbanCheck(text: string): boolean {
  const plain = text.replaceAll(" ", "").toUpperCase();
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4))
    for (const digit of Number.parseInt(sign, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Small letters may be a key or a digest: only the check digits make an account of them. */
const maskIban = (all: string, head: string, middle: string, tail: string) =>
  all === all.toUpperCase() || passesIbanCheck(all) ? `${head}${middle.replace(/\w/g, "*")}${tail}` : all;

const panValue = (quoted: string) => {
  const masked = /^"?(\d{6}\*+\d{4})"?$/.exec(quoted)?.[1];
  if (masked !== undefined) return masked;
  const digits = quoted.replace(/\D/g, "");
  return digits.length >= 13 ? maskCardNumber(digits) : hidden;
};
/** Only signs that a card number is made of: others may spell no text. */
const decoded = (text: string) => text.replace(/%[0-7][0-9a-f]/gi, (code) => decodeURIComponent(code));
const isPanName = (head: string) => /pan|card_?number/i.test(head);

/** A time in milliseconds, as shops make their ids of: cards of thirteen digits begin with 4. */
const instant = /^1\d{12}$/;

const isCardNumber = (digits: string, groups: number) =>
  digits.length >= 13 &&
  passesLuhn(digits) &&
  (groups === 1 ? !instant.test(digits) : cardBrand(digits) !== null);

/** The end of the card number that begins with this group, or null. Other figures may stand on either side. */
function endOfCardNumber(parts: readonly string[], start: number): number | null {
  let digits = "";
  for (let end = start; end < parts.length; end += 2) {
    digits += parts[end] ?? "";
    if (digits.length > 19) return null;
    if (isCardNumber(digits, (end - start) / 2 + 1)) return end;
  }
  return null;
}

function maskDigits(run: string): string {
  if (run.length < 13) return run;
  const parts = run.split(/(%20|\D)/);
  let masked = "";
  for (let index = 0; index < parts.length; index += 1) {
    const end = index % 2 === 0 ? endOfCardNumber(parts, index) : null;
    masked +=
      end === null
        ? (parts[index] ?? "")
        : maskCardNumber(
            parts
              .slice(index, end + 1)
              .filter((_, at) => at % 2 === 0)
              .join(""),
          );
    index = end ?? index;
  }
  return masked;
}

const maskNamed = (text: string): string =>
  text
    .replace(jsonSecret, (_all, head: string, value: string) =>
      isPanName(head) ? `${head}"${panValue(value)}"` : `${head}"${hidden}"`,
    )
    .replace(innerJsonSecret, (_all, head: string, open: string | undefined, value: string | undefined) => {
      const quote = open ?? "";
      return `${head}${quote}${isPanName(head) ? panValue(value ?? "") : hidden}${quote}`;
    })
    .replace(xmlSecret, (_all, open: string, name: string, close: string) =>
      isPanName(name)
        ? `${open}${panValue(_all.slice(open.length, -close.length))}${close}`
        : `${open}${hidden}${close}`,
    )
    .replace(formSecret, (all, head: string) =>
      isPanName(head) ? `${head}${panValue(decoded(all.slice(head.length)))}` : `${head}${hidden}`,
    )
    .replace(addressSecret, (all, head: string) =>
      isPanName(head) ? `${head}${panValue(decoded(all.slice(head.length)))}` : `${head}${hidden}`,
    );

/** Masks card numbers, security codes, keys, passwords and the middle of IBANs in any text, JSON, XML or form body (BK-17). */
export function maskText(text: string): string {
  const unnamed = anySecretName.test(text) ? maskNamed(text) : text;
  if (unnamed.length < shortestNumber) return unnamed;
  return unnamed.replace(digitGroups, maskDigits).replace(spacedIban, maskIban).replace(iban, maskIban);
}

/** The secret part of an address of ours that opens something for whoever has it, also where a form or JSON has escaped it. */
const linkSecret = /((?:\/|%2f)(?:retry|pay|return|qr)\\?(?:\/|%2f))[\w-]{40,}(?:\.[\w-]+)?/gi;

/** As `maskText`, for what went over a wire or into a log: nobody may go on from there where a customer goes. */
export const maskTraffic = (text: string): string => maskText(text).replace(linkSecret, `$1${hidden}`);

/** Also where an address of the web has escaped its sign. */
const emailAddress = /[\w.!#$'*+^`{|}~-]+(@|%40)(?=[\w-])/g;
const phoneNumber = /(\+\d{2})\d{4,11}(?=\d{2}(?!\d))/g;

/** As `maskTraffic`, for what goes into a log: whom somebody wrote to is nobody's business there. */
export const maskLog = (line: string): string =>
  maskTraffic(line).replace(emailAddress, `${hidden}$1`).replace(phoneNumber, `$1${hidden}`);

const secretHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|webhook-signature|bank-signature|signature)$/i;

const signedCall = /^(hmac [^\s:]+):[^\s:]+:([^\s:]+:\d+)$/i;

/** Of a signed call only the signature is hidden: key name, nonce and time say what was signed. */
function maskCredential(value: string): string {
  const [, key, signed] = signedCall.exec(value) ?? [];
  if (key !== undefined && signed !== undefined) return maskText(`${key}:${hidden}:${signed}`);
  const scheme = /^(basic|bearer|hmac)\s/i.exec(value)?.[1];
  return scheme === undefined ? hidden : `${scheme} ${hidden}`;
}

/** Header values as they may be stored: credentials keep only their scheme. */
export function maskHeaders(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of headers) {
    masked[name] = secretHeaders.test(name) ? maskCredential(value) : maskTraffic(value);
  }
  return masked;
}
