import { randomInt } from "node:crypto";
import { v7 } from "uuid";
import { now } from "@/lib/platform/clock";

const firstSequences = 2 ** 30;
const last = { msecs: -1, seq: 0 };

/** UUIDv7 on our clock, so that ids sort by the time that the portal shows, and in order within a millisecond. */
export function newId(): string {
  const msecs = now().getTime();
  last.seq = msecs === last.msecs ? last.seq + 1 : randomInt(firstSequences);
  last.msecs = msecs;
  return v7({ msecs, seq: last.seq });
}
