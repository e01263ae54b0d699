/** Long enough for every address that exists (RFC 5321, 4.5.3.1), short enough to keep. */
const longest = 320;
const address = /[^\s\p{Cc}\p{Cs}<>"(),:;@[\]\\]+@[^\s\p{Cc}\p{Cs}<>"(),:;@[\]\\]+/u;

/** RFC 6533: characters of an address that travel as `\x{..}`; RFC 3461: as `+XX`. */
const unescaped = (text: string) =>
  text
    .replace(/\\x\{([0-9a-f]{1,6})\}/gi, (all, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    })
    .replace(/\+(40|3D|2B)(?=[0-9A-Za-z.]*)/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );

/** The first address in a text; a route before it is left out: `@smtp.example.net:kijitora@server`. */
export function addressIn(text: string): string | null {
  const found = address.exec(text.replace(/@[^\s@:,]+(?:,@[^\s@:,]+)*:(?=[^\s@]+@)/gu, ""))?.[0] ?? null;
  return found === null || found.length > longest ? null : found.replace(/\.+$/, "");
}

/** The address of a recipient field: type, semicolon, address (RFC 3464, 2.3.1); servers leave out either. */
export function recipientOf(field: string | undefined): string | null {
  if (field === undefined) return null;
  const [type = "", ...rest] = field.split(";");
  if (rest.length === 0) return addressIn(unescaped(field));
  if (/^\s*(?:x400|x-unknown)\s*$/i.test(type)) return null;
  return addressIn(unescaped(rest.join(";")));
}

export const addressesIn = (text: string | undefined): readonly string[] =>
  (text ?? "").split(",").flatMap((one) => addressIn(one) ?? []);
