import "server-only";
import { now } from "@/lib/platform/clock";

/** The instant that a page is drawn for. */
export const requestTime = (): Date => now();
