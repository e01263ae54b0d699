import { maskCardNumber, passesLuhn } from "@/lib/kernel/card-number";

const hidden = "***";

const secretNames =
  "securitycode|security_code|cvc|cvc2|cvv|cvv2|password|passwd|secret|client_secret|api_?key|access_?token|token|signature_?key|pan|cardnumber|card_number";

const jsonSecret = new RegExp(`("(?:${secretNames})"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|-?[\\d.]+)`, "gi");
const xmlSecret = new RegExp(`(<(${secretNames})(?:\\s[^>]*)?>)[^<]*(</\\2>)`, "gi");
const formSecret = new RegExp(`((?:^|&)(?:${secretNames})=)[^&]*`, "gi");
const digitRun = /(?<![\d*])\d(?:[ -]?\d){12,18}(?![\d*])/g;
const iban = /\b([A-Z]{2}\d{2})([A-Z0-9]{8,26})([A-Z0-9]{4})\b/g;

const panValue = (quoted: string) => {
  const digits = quoted.replace(/\D/g, "");
  return digits.length >= 13 ? maskCardNumber(digits) : hidden;
};
const isPanName = (head: string) => /pan|card_?number/i.test(head);

const maskDigits = (run: string) => {
  const digits = run.replace(/\D/g, "");
  return passesLuhn(digits) ? maskCardNumber(digits) : run;
};

/** Masks card numbers, security codes, keys, passwords and the middle of IBANs in any text, JSON, XML or form body (BK-17). */
export function maskText(text: string): string {
  return text
    .replace(jsonSecret, (_all, head: string, value: string) =>
      isPanName(head) ? `${head}"${panValue(value)}"` : `${head}"${hidden}"`,
    )
    .replace(xmlSecret, (_all, open: string, name: string, close: string) =>
      isPanName(name)
        ? `${open}${panValue(_all.slice(open.length, -close.length))}${close}`
        : `${open}${hidden}${close}`,
    )
    .replace(formSecret, (all, head: string) =>
      isPanName(head)
        ? `${head}${panValue(decodeURIComponent(all.slice(head.length).replace(/%(?![0-9a-f]{2})/gi, "%25")))}`
        : `${head}${hidden}`,
    )
    .replace(digitRun, maskDigits)
    .replace(
      iban,
      (_all, head: string, middle: string, tail: string) => `${head}${"*".repeat(middle.length)}${tail}`,
    );
}

const secretHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|webhook-signature|signature)$/i;

/** Header values as they may be stored: credentials keep only their scheme. */
export function maskHeaders(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of headers) {
    const scheme = /^(basic|bearer|hmac)\s/i.exec(value)?.[1];
    masked[name] = secretHeaders.test(name)
      ? scheme === undefined
        ? hidden
        : `${scheme} ${hidden}`
      : maskText(value);
  }
  return masked;
}
