import { maskText } from "@/lib/kernel/mask";
import type { Asked, Parameter } from "@/lib/features/parameters/model";

const accounts = /iban|account_?number|bank_?account/i;

/** BK-17: names that hold a secret lose it, accounts keep their ends. */
function maskValue(name: string, value: string): string {
  const shown = accounts.test(name) ? value.replace(/\s/g, "").toUpperCase() : value;
  const [masked] = Object.values(
    JSON.parse(maskText(JSON.stringify({ [name]: shown }))) as Record<string, unknown>,
  );
  return String(masked);
}

type Named = { readonly name: string; readonly value: string };
export const maskParameters = <P extends Named>(parameters: readonly P[]): P[] =>
  parameters.map((parameter) => ({ ...parameter, value: maskValue(parameter.name, parameter.value) }));

export const storedParameters = (parameters: readonly Parameter[]) =>
  maskParameters(parameters).map((parameter) => ({ ...parameter }));

/** What a service made is told as it is, for the shop knows it again by that; only accounts keep their ends. */
export const storedOutputs = (outputs: readonly Parameter[]) =>
  outputs.map((one) => ({
    ...one,
    value: accounts.test(one.name) ? maskValue(one.name, one.value) : one.value,
  }));

const joined = (...parts: readonly (string | null)[]): string | null => {
  const present = parts.filter((part) => part !== null);
  return present.length === 0 ? null : present.join(" ").slice(0, 200);
};

const first = (asked: Asked, names: readonly string[]): string | null =>
  names.map((name) => asked.text(name)).find((text) => text !== null) ?? null;

/** The customer block (BK-3), from what the parameters say of a person. */
export function customerOf(asked: Asked) {
  const account = first(asked, ["Iban", "CustomerIBAN", "DebtorIban", "CustomerAccountNumber"]);
  return {
    customerName:
      asked.text("Name", "Company") ??
      joined(
        first(asked, ["CustomerFirstName", "FirstName"]),
        first(asked, ["CustomerLastName", "LastName"]),
      ) ??
      first(asked, ["CustomerName", "AccountName"]),
    customerEmail: first(asked, ["CustomerEmail", "Email"])?.toLowerCase() ?? null,
    customerPhone: first(asked, ["Mobile", "Phone", "Landline"]),
    customerAccount: account === null ? null : maskValue("iban", account),
    customerAddress: joined(
      ...["Street", "HouseNumber", "HouseNumberSuffix", "ZipCode", "City", "Country"].map((name) =>
        asked.text(name, "Address"),
      ),
    ),
  };
}
