import pg from "pg";
import { env } from "@/lib/platform/env";

type Listener = (payload: string) => void;
type Channel = "live" | "clock_moved";

type Hub = {
  client: pg.Client | null;
  readonly listeners: Map<Channel, Set<Listener>>;
  starting: Promise<void> | null;
};

/** On `globalThis`, because a reload in development runs this file again. */
const store = globalThis as typeof globalThis & { counterfoilHub?: Hub };
const hub = (): Hub => (store.counterfoilHub ??= { client: null, listeners: new Map(), starting: null });

const retryMs = 1_000;

async function connect(): Promise<void> {
  const { listeners } = hub();
  const client = new pg.Client({
    connectionString: env().appDatabaseUrl,
    application_name: "counterfoil listen",
  });
  const lost = () => {
    if (hub().client !== client) return;
    hub().client = null;
    hub().starting = null;
    setTimeout(() => void start().catch(() => undefined), retryMs).unref();
  };
  client.on("error", lost);
  client.on("end", lost);
  client.on("notification", ({ channel, payload }) => {
    for (const listener of listeners.get(channel as Channel) ?? []) listener(payload ?? "");
  });
  await client.connect();
  hub().client = client;
  for (const channel of listeners.keys()) await client.query(`listen ${channel}`);
}

function start(): Promise<void> {
  const current = hub();
  current.starting ??= connect().catch((problem: unknown) => {
    current.starting = null;
    setTimeout(() => void start().catch(() => undefined), retryMs).unref();
    throw problem;
  });
  return current.starting;
}

/** Hears a channel of PostgreSQL over one connection per process, which comes back by itself. Returns how to stop. */
export async function subscribe(channel: Channel, listener: Listener): Promise<() => void> {
  const { listeners } = hub();
  const known = listeners.get(channel);
  const set = known ?? new Set<Listener>();
  if (!known) listeners.set(channel, set);
  set.add(listener);
  await start();
  if (!known) await hub().client?.query(`listen ${channel}`);
  return () => {
    set.delete(listener);
  };
}

export async function closeNotifications(): Promise<void> {
  const { client } = hub();
  delete store.counterfoilHub;
  await client?.end();
}
