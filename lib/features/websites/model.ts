/** Of Buckaroo's form; the first is the old default (domain.md 2.6.1). */
export const pushHashes = ["sha1", "sha256", "sha512"] as const;
export type PushHash = (typeof pushHashes)[number];

export const pushHashOf = (word: string): PushHash => pushHashes.find((hash) => hash === word) ?? "sha1";

/**
 * Whether clients of Buckaroo's JSON push encode an address differently from each other, so that some of them refuse a
 * right signature (wire.md 3.2): with one of `~ ! ' ( ) *`, or without a path.
 */
export const isAmbiguousAddress = (url: string): boolean =>
  URL.canParse(url) && (/[~!'()*]/.test(url) || new URL(url).pathname === "/");
