/** Banks of the sandbox, by BIC. None of their accounts exist. */
export const issuers = [
  { id: "ABNANL2A", name: "Sandbox ABN AMRO", code: "ABNA" },
  { id: "INGBNL2A", name: "Sandbox ING", code: "INGB" },
  { id: "RABONL2U", name: "Sandbox Rabobank", code: "RABO" },
  { id: "TRIONL2U", name: "Sandbox Triodos", code: "TRIO" },
] as const;

const people = ["J. Jansen", "A. de Vries", "M. Bakker", "S. El Amrani", "P. Visser", "L. van Dijk"] as const;

/** ISO 13616: letters count from 10, the whole number leaves 1 when it is divided by 97. */
function ibanOf(bank: string, account: string): string {
  const digits = `${bank}${account}NL00`.replaceAll(/[A-Z]/g, (letter) =>
    Number.parseInt(letter, 36).toString(),
  );
  const check = 98n - (BigInt(digits) % 97n);
  return `NL${check.toString().padStart(2, "0")}${bank}${account}`;
}

export type Account = { readonly iban: string; readonly holder: string };

/** The account that the person at this bank signs with: the same one for the same mandate. */
export function accountFor(bankId: string, seed: string): Account {
  const { code } = issuers.find(({ id }) => id === bankId) ?? issuers[0];
  const number = Buffer.from(seed).reduce((sum, byte) => (sum * 31 + byte) % 999_999_937, 7);
  return {
    iban: ibanOf(code, String(number).padStart(10, "0")),
    holder: people[number % people.length] ?? people[0],
  };
}
