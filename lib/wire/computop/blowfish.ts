/** Blocks of eight bytes, each by itself (ECB). Both throw on a length that is no whole number of blocks. */
export type BlockCipher = {
  readonly encrypt: (bytes: Uint8Array) => Buffer;
  readonly decrypt: (bytes: Uint8Array) => Buffer;
};

export const blowfishBlockBytes = 8;
const rounds = 16;
const subkeys = rounds + 2;
const boxes = 4 * 256;

/** π's hexadecimal digits behind the point, 32 bits a word, by Machin's formula: the cipher starts from them. */
function wordsOfPi(): Uint32Array {
  const words = subkeys + boxes;
  const guard = 64n;
  const one = 1n << (BigInt(words * 32) + guard);
  const arctanOfInverse = (x: bigint): bigint => {
    let sum = 0n;
    let sign = 1n;
    for (let power = one / x, odd = 1n; power > 0n; power /= x * x, odd += 2n) {
      sum += (sign * power) / odd;
      sign = -sign;
    }
    return sum;
  };
  const pi = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);
  const digits = ((pi - 3n * one) >> guard).toString(16).padStart(words * 8, "0");
  return Uint32Array.from({ length: words }, (_, word) => parseInt(digits.slice(word * 8, word * 8 + 8), 16));
}

let start: Uint32Array | null = null;

const at = (words: Uint32Array, place: number): number => words[place] ?? 0;

const mixed = (box: Uint32Array, word: number): number =>
  ((((at(box, word >>> 24) + at(box, 256 + ((word >>> 16) & 255))) ^ at(box, 512 + ((word >>> 8) & 255))) >>>
    0) +
    at(box, 768 + (word & 255))) >>>
  0;

type Halves = readonly [number, number];

/** The sixteen rounds. Backwards is the same with the subkeys in reverse. */
function cross(key: Uint32Array, box: Uint32Array, [first, second]: Halves): Halves {
  let left = first;
  let right = second;
  for (let round = 0; round < rounds; round++) {
    const turned = (left ^ at(key, round)) >>> 0;
    left = (right ^ mixed(box, turned)) >>> 0;
    right = turned;
  }
  return [(right ^ at(key, rounds + 1)) >>> 0, (left ^ at(key, rounds)) >>> 0];
}

/** The password, repeated, goes into the subkeys; then the cipher of nothing replaces every word in turn. */
function schedule(password: Uint8Array): { readonly key: Uint32Array; readonly box: Uint32Array } {
  const words = (start ??= wordsOfPi());
  const byte = (place: number) => password[place % password.length] ?? 0;
  const key = words
    .slice(0, subkeys)
    .map(
      (word, i) =>
        word ^ ((byte(4 * i) << 24) | (byte(4 * i + 1) << 16) | (byte(4 * i + 2) << 8) | byte(4 * i + 3)),
    );
  const box = words.slice(subkeys);
  let halves: Halves = [0, 0];
  for (const table of [key, box]) {
    for (let place = 0; place < table.length; place += 2) {
      halves = cross(key, box, halves);
      table.set(halves, place);
    }
  }
  return { key, box };
}

/** Blowfish (Schneier 1993). Of a password longer than 72 bytes the first 72 count. @throws on an empty one. */
export function blowfish(password: Uint8Array): BlockCipher {
  if (password.length === 0) throw new Error("a Blowfish key has at least one byte");
  const { key, box } = schedule(password);
  const backwards = key.slice().reverse();
  const run = (subkey: Uint32Array) => (bytes: Uint8Array) => {
    if (bytes.length % blowfishBlockBytes !== 0) throw new Error("not a whole number of blocks");
    const out = Buffer.from(bytes);
    for (let place = 0; place < out.length; place += blowfishBlockBytes) {
      const [left, right] = cross(subkey, box, [out.readUInt32BE(place), out.readUInt32BE(place + 4)]);
      out.writeUInt32BE(left, place);
      out.writeUInt32BE(right, place + 4);
    }
    return out;
  };
  return { encrypt: run(key), decrypt: run(backwards) };
}
