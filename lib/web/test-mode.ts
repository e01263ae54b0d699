import "server-only";
import { env } from "@/lib/platform/env";

/** Behind a sandbox no money moves: what we tell of payments says so, as the pushes about them do. */
export const isTestMode = (): boolean => env().sandbox;
