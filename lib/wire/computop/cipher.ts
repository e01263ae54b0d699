import { createCipheriv, createDecipheriv } from "node:crypto";
import { blowfish, blowfishBlockBytes } from "@/lib/wire/computop/blowfish";
import { decoded, refused, type Decoded } from "@/lib/wire/computop/codes";

/** Text under a password, as it travels: hexadecimal, and its length without the padding. */
export type Sealed = { readonly len: string; readonly data: string };

/** Answers go out as the request came in: Blowfish, or the newer AES-CBC, which needs a fresh vector of 16 bytes. */
export type Form = { readonly cipher: "blowfish" } | { readonly cipher: "aes"; readonly iv: Uint8Array };

const aesBlockBytes = 16;
const aesNames: Readonly<Record<number, string>> = {
  16: "aes-128-cbc",
  24: "aes-192-cbc",
  32: "aes-256-cbc",
};
const aesShape = /^[0-9a-f]{32}-(?:[0-9a-f]{32})+$/i;
const blowfishShape = /^(?:[0-9a-f]{16})+$/i;

export const isAes = (data: string): boolean => data.includes("-");

type Opened = { readonly bytes: Buffer; readonly block: number };

function decryptAes(password: Buffer, data: string): Opened | null {
  const name = aesNames[password.length];
  if (name === undefined || !aesShape.test(data)) return null;
  const [iv = "", hex = ""] = data.split("-");
  const decipher = createDecipheriv(name, password, Buffer.from(iv, "hex")).setAutoPadding(false);
  const bytes = Buffer.concat([decipher.update(Buffer.from(hex, "hex")), decipher.final()]);
  return { bytes, block: aesBlockBytes };
}

function decrypt(password: string, data: string): Opened | null {
  const key = Buffer.from(password, "utf8");
  if (isAes(data)) return decryptAes(key, data);
  if (!blowfishShape.test(data)) return null;
  return { bytes: blowfish(key).decrypt(Buffer.from(data, "hex")), block: blowfishBlockBytes };
}

/** NULs or blanks up to a block, PKCS#7, or both: FATCHIP's newer library fills with NULs before OpenSSL adds a block. */
function isPadding(rest: Buffer, block: number): boolean {
  const count = rest.at(-1) ?? 0;
  const isPkcs7 = count > 0 && count <= block && rest.subarray(-count).equals(Buffer.alloc(count, count));
  const fill = isPkcs7 ? rest.subarray(0, -count) : rest;
  return fill.length <= block && (fill.every((byte) => byte === 0) || fill.every((byte) => byte === 0x20));
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Old shops write ISO-8859-1, and never by accident something that is UTF-8. */
function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/** Bytes that the first `count` characters take, counted as PHP and Python do (code points) or as JavaScript does. */
function* bytesOfCharacters(bytes: Buffer, count: number): Generator<number> {
  const text = textOf(bytes);
  if (!Buffer.from(text, "utf8").equals(bytes)) return;
  for (const characters of [Array.from(text), text.split("")]) {
    if (count <= characters.length) yield Buffer.byteLength(characters.slice(0, count).join(""));
  }
}

/** `Len` counts bytes with some clients and characters with others: it is right when nothing but padding is left. */
function cut({ bytes, block }: Opened, len: number): string | null {
  const fits = (end: number) => end <= bytes.length && isPadding(bytes.subarray(end), block);
  if (fits(len)) return textOf(bytes.subarray(0, len));
  for (const end of bytesOfCharacters(bytes, len)) {
    if (fits(end)) return textOf(bytes.subarray(0, end));
  }
  return null;
}

/** The text inside `Data`. Whoever does not know the password gets nothing but noise past here. */
export function open(password: string, { len, data }: Sealed): Decoded<string> {
  if (!/^\d{1,9}$/.test(len)) return refused("len_malformed");
  const opened = decrypt(password, data);
  if (opened === null) return refused("data_unreadable");
  const text = cut(opened, Number(len));
  return text === null ? refused("len_wrong") : decoded(text);
}

const upperHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

/**
 * Upper-case digits, blanks up to a whole block, the length before them: the one form that no client trips over
 * (wire.md 4). @throws when the password is none for the form.
 */
export function seal(password: string, text: string, form: Form): Sealed {
  const key = Buffer.from(password, "utf8");
  const plain = Buffer.from(text, "utf8");
  const block = form.cipher === "aes" ? aesBlockBytes : blowfishBlockBytes;
  const blanks = Buffer.alloc((block - (plain.length % block)) % block, " ");
  const padded = Buffer.concat([plain, blanks]);
  const len = plain.length.toString();
  if (form.cipher === "blowfish") return { len, data: upperHex(blowfish(key).encrypt(padded)) };
  const name = aesNames[key.length];
  if (name === undefined) throw new Error("an AES password has 16, 24 or 32 bytes");
  const cipher = createCipheriv(name, key, form.iv).setAutoPadding(false);
  return {
    len,
    data: `${upperHex(form.iv)}-${upperHex(Buffer.concat([cipher.update(padded), cipher.final()]))}`,
  };
}
