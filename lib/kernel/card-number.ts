const digitsOnly = (text: string) => text.replace(/[\s-]/g, "");

/** The check digit of ISO/IEC 7812. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const brands: readonly (readonly [string, RegExp])[] = [
  ["visa", /^4/],
  ["mastercard", /^(5[1-5]|2[2-7])/],
  ["amex", /^3[47]/],
  ["diners", /^3(0[0-5]|[689])/],
  ["jcb", /^35/],
  ["discover", /^6(011|5)/],
  ["maestro", /^(5[06-8]|6)/],
];

/** Scheme by leading digits, or null. */
export function cardBrand(number: string): string | null {
  const digits = digitsOnly(number);
  return brands.find(([, pattern]) => pattern.test(digits))?.[0] ?? null;
}

/** Groups of digits as people and forms write them, with one sign or its code between. */
const digitGroups = /\d+(?:(?:[\s.+/_-]|%20)\d+)*/g;
const uuids = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

const isCardNumber = (digits: string) =>
  digits.length >= 13 && cardBrand(digits) !== null && passesLuhn(digits);

function beginsWithCardNumber(groups: readonly string[]): boolean {
  let digits = "";
  for (const group of groups) {
    digits += group;
    if (digits.length > 19) return false;
    if (isCardNumber(digits)) return true;
  }
  return false;
}

/**
 * Whether somebody typed a full card number, alone or among other words: 13 to 19 digits of a known
 * scheme with a right check digit, in one run or in groups. Digits of other scripts count; UUIDs do not.
 */
export function looksLikeCardNumber(text: string): boolean {
  const runs = text.normalize("NFKC").replace(uuids, " | ").match(digitGroups) ?? [];
  return runs.some((run) => {
    const groups = run.split(/%20|\D/);
    return groups.some((_, start) => beginsWithCardNumber(groups.slice(start)));
  });
}

/** Ranges that processors publish for tests and that no bank issues. */
const testPrefixes = [
  "400000",
  "411111",
  "424242",
  "401288",
  "422222",
  "400551",
  "400005",
  "550000000000",
  "555555",
  "510510",
  "520082",
  "545454",
  "222300",
  "510000000000",
  "378282",
  "371449",
  "340000000000",
  "601111",
  "353011",
  "356600",
  "305693",
  "675964",
  "500000000000",
];

/** Whether the gateway may see this number at all: a published test number with a right check digit. */
export function isTestCard(number: string): boolean {
  const digits = digitsOnly(number);
  return (
    /^\d{13,19}$/.test(digits) &&
    passesLuhn(digits) &&
    testPrefixes.some((prefix) => digits.startsWith(prefix))
  );
}

/** First six and last four digits with a star for each digit between (PCI DSS 3.4.1). */
export function maskCardNumber(number: string): string {
  const digits = digitsOnly(number);
  return `${digits.slice(0, 6)}${"*".repeat(Math.max(0, digits.length - 10))}${digits.slice(-4)}`;
}
