import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blowfish } from "@/lib/wire/computop/blowfish";

const bytes = (hex: string) => Buffer.from(hex, "hex");
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);
const nothing = new Uint8Array(8);

/** Eric Young's vectors, as the author of the cipher publishes them. */
const published: readonly (readonly [key: string, clear: string, cipher: string])[] = [
  ["0000000000000000", "0000000000000000", "4ef997456198dd78"],
  ["ffffffffffffffff", "ffffffffffffffff", "51866fd5b85ecb8a"],
  ["3000000000000000", "1000000000000001", "7d856f9a613063f2"],
  ["1111111111111111", "1111111111111111", "2466dd878b963c9d"],
  ["0123456789abcdef", "1111111111111111", "61f9c3802281b096"],
  ["fedcba9876543210", "0123456789abcdef", "0aceab0fc6a0a28d"],
  ["7ca110454a1a6e57", "01a1d6d039776742", "59c68245eb05282b"],
  ["f0", "fedcba9876543210", "f9ad597c49db005e"],
  ["f0e1", "fedcba9876543210", "e91d21c1d961a6d6"],
  ["f0e1d2c3b4a59687", "fedcba9876543210", "e87a244e2cc85e82"],
  ["f0e1d2c3b4a5968778695a4b3c2d1e0f0011223344556677", "fedcba9876543210", "05044b62fa52d080"],
];

describe("blowfish", () => {
  it.each(published)("turns under %s %s into %s and back", (key, clear, cipher) => {
    expect(blowfish(bytes(key)).encrypt(bytes(clear)).toString("hex")).toBe(cipher);
    expect(blowfish(bytes(key)).decrypt(bytes(cipher)).toString("hex")).toBe(clear);
  });

  // 4, 16 and 56 bytes as OpenSSL's legacy provider has it; 72 is the longest key.
  it.each([
    [4, "68b06429b5b277dc"],
    [16, "77eb26cc8623dc44"],
    [56, "ad9f57f87c8855c1"],
    [72, "393d0e2f374cf4c7"],
  ])("takes a key of %d bytes", (length, cipher) => {
    expect(blowfish(counting(length)).encrypt(nothing).toString("hex")).toBe(cipher);
  });

  it("ignores what a key has beyond 72 bytes", () => {
    expect(blowfish(counting(80)).encrypt(nothing)).toEqual(blowfish(counting(72)).encrypt(nothing));
  });

  it("refuses no key, and no whole number of blocks", () => {
    expect(() => blowfish(new Uint8Array(0))).toThrow("at least one byte");
    expect(() => blowfish(counting(8)).encrypt(new Uint8Array(7))).toThrow("whole number of blocks");
    expect(() => blowfish(counting(8)).decrypt(new Uint8Array(9))).toThrow("whole number of blocks");
  });

  it("decrypts what it encrypted, block by block, and leaves its input alone", () => {
    const blocks = fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .map((part) => Buffer.concat([part, part, part, part, part, part, part, part]));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), blocks, (key, plain) => {
        const before = Buffer.from(plain);
        const cipher = blowfish(key).encrypt(plain);
        expect(plain.equals(before)).toBe(true);
        expect(cipher.equals(plain)).toBe(false);
        expect(blowfish(key).decrypt(cipher).equals(plain)).toBe(true);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});
