/** Of Buckaroo's form; the first is the old default (domain.md 2.6.1). */
export const pushHashes = ["sha1", "sha256", "sha512"] as const;
export type PushHash = (typeof pushHashes)[number];

export const pushHashOf = (word: string): PushHash => pushHashes.find((hash) => hash === word) ?? "sha1";
