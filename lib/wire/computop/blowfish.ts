import { Blowfish } from "egoroof-blowfish";

/** Blocks of eight bytes, each by itself (ECB). Both throw on a length that is no whole number of blocks. */
export type BlockCipher = {
  readonly encrypt: (bytes: Uint8Array) => Buffer;
  readonly decrypt: (bytes: Uint8Array) => Buffer;
};

export const blowfishBlockBytes = 8;

/** Without padding of its own: whole blocks take none, and NULs that `decode` cuts off are put back. */
export function blowfish(password: Uint8Array): BlockCipher {
  if (password.length === 0) throw new Error("a Blowfish key has at least one byte");
  const cipher = new Blowfish(password, Blowfish.MODE.ECB, Blowfish.PADDING.NULL);
  const whole = (bytes: Uint8Array) => {
    if (bytes.length % blowfishBlockBytes !== 0) throw new Error("not a whole number of blocks");
    return bytes;
  };
  return {
    encrypt: (bytes) => Buffer.from(cipher.encode(whole(bytes))),
    decrypt: (bytes) => {
      const decrypted = Buffer.alloc(bytes.length);
      decrypted.set(cipher.decode(whole(bytes), Blowfish.TYPE.UINT8_ARRAY));
      return decrypted;
    },
  };
}
