import { fromMajor, isCurrency } from "@/lib/kernel/money";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import { isBaseAmount } from "@/lib/wire/trust/field-checks";
import type { FieldReader } from "@/lib/wire/trust/field-reader";

/** An amount as it was asked for. Decimals can be read only in the currency of the transaction that it is about. */
export type AskedAmount = {
  readonly minor: number | null;
  readonly major: { readonly field: string; readonly text: string } | null;
  readonly currency: string | null;
};

const isDecimal = (value: string) => value.length <= 20 && /^\d+(\.\d+)?$/.test(value);

/** Reads an amount in minor units, in decimals, or in both. Absent and empty mean "not given". */
export function readAskedAmount(
  reader: FieldReader,
  names: { readonly minor: string; readonly major: string },
): AskedAmount {
  const minor = reader.accepted(names.minor, isBaseAmount);
  const text = reader.accepted(names.major, isDecimal);
  return {
    minor: minor === null ? null : Number(minor),
    major: text === null ? null : { field: names.major, text },
    currency: reader.accepted("currencyiso3a", isCurrency),
  };
}

/** The amount in minor units of `currency`, or null when none was given. A currency beside it must be that one. */
export function amountIn(asked: AskedAmount, currency: string): Decoded<number | null> {
  if (asked.currency !== null && asked.currency !== currency) return refused("30000", "currencyiso3a");
  if (asked.major === null) return decoded(asked.minor);
  const read = fromMajor(asked.major.text, currency);
  const minor = read.ok ? read.value.minor : 0;
  const differs = asked.minor !== null && asked.minor !== minor;
  return minor === 0 || differs ? refused("30000", asked.major.field) : decoded(minor);
}
