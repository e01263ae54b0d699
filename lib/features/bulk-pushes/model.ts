import type { Flow } from "@/lib/kernel/transitions";

export const bulkListings = ["payments", "data-requests", "pushes"] as const;
export type BulkListing = (typeof bulkListings)[number];

export const bulkStates = ["waiting", "probing", "running", "paused", "stopped", "undone", "done"] as const;
export type BulkState = (typeof bulkStates)[number];
export type BulkWish = "undo" | "pause" | "resume" | "stop";
export type BulkEvent = BulkWish | "begin" | "trust" | "finish" | "give_up";

/** U2: `waiting` can be undone, `probing` sends the first five to each host, `stopped` has left some unsent. */
export const bulkFlow: Flow<BulkState, BulkEvent> = {
  waiting: { begin: "probing", undo: "undone" },
  probing: { trust: "running", pause: "paused", stop: "stopped", finish: "done", give_up: "stopped" },
  running: { trust: "running", pause: "paused", stop: "stopped", finish: "done", give_up: "stopped" },
  paused: { resume: "running", stop: "stopped" },
  stopped: {},
  undone: {},
  done: {},
};

export const bulkResults = [
  "planned",
  "accepted",
  "refused",
  "not_sent",
  "no_address",
  "never_pushed",
  "not_newest",
] as const;
export type BulkResult = (typeof bulkResults)[number];

/** How one host has done in a bulk push so far. */
export type HostRecord = {
  readonly finished: number;
  readonly refused: number;
  readonly acceptedInARow: number;
  readonly refusedInARow: number;
};

const probeSize = 5;
const leastPace = 10;
const greatestPace = 500;

/** U2: the first five must all be accepted; after them five refusals one after the other end it. */
export const hasFailed = ({ finished, refused, refusedInARow }: HostRecord): boolean =>
  finished <= probeSize ? refused > 0 : refusedInARow >= probeSize;

/** Whether the first five are through. */
export const isProbed = (host: HostRecord): boolean => host.finished >= probeSize && !hasFailed(host);

/** Pushes per second: it rises with what the host accepts and begins anew after a refusal. */
export const paceOf = ({ acceptedInARow }: HostRecord): number =>
  Math.min(greatestPace, Math.max(leastPace, Math.floor(acceptedInARow / 2)));

/** How many are sent next: what is left of the probe, then about half a second of the pace. */
export const nextBatch = (host: HostRecord): number =>
  host.finished < probeSize ? probeSize - host.finished : Math.min(100, Math.ceil(paceOf(host) / 2));
