import { v7 } from "uuid";
import { now } from "@/lib/platform/clock";

/** UUIDv7 on our clock, so that ids sort by the time that the portal shows. */
export const newId = (): string => v7({ msecs: now().getTime() });
