import { randomFillSync, randomInt } from "node:crypto";
import { v7 } from "uuid";
import { now } from "@/lib/platform/clock";

const firstSequences = 2 ** 30;
const last = { msecs: -1, seq: 0 };

/** Random bytes for 256 ids: asking the system for each costs more than the rest of an id. */
const stock = { bytes: Buffer.alloc(256 * 16), used: 256 * 16 };

function nextRandom(): Uint8Array {
  if (stock.used === stock.bytes.length) {
    randomFillSync(stock.bytes);
    stock.used = 0;
  }
  stock.used += 16;
  return stock.bytes.subarray(stock.used - 16, stock.used);
}

/** UUIDv7 on our clock, so that ids sort by the time that the portal shows, and in order within a millisecond. */
export function newId(): string {
  const msecs = now().getTime();
  last.seq = msecs === last.msecs ? last.seq + 1 : randomInt(firstSequences);
  last.msecs = msecs;
  return v7({ msecs, seq: last.seq, random: nextRandom() });
}
