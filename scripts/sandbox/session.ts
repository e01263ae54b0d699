import { dirname, resolve } from "node:path";
import pg from "pg";
import { Problem } from "@/scripts/start/problem";
import { defaultFolder, readState, type Demo, type RunningState } from "@/scripts/start/state";

export type Session = { readonly running: RunningState; readonly demo: Demo };
export type CommonOptions = { readonly json?: true; readonly state?: string };

function folderFor(statePath: string | undefined): string {
  const chosen = statePath ?? process.env["COUNTERFOIL_STATE"];
  if (chosen === undefined) return process.env["COUNTERFOIL_DATA"] ?? defaultFolder;
  return chosen.endsWith(".json") ? dirname(resolve(chosen)) : resolve(chosen);
}

/** The stack that runs now. @throws when none does. */
export async function openSession({ state }: CommonOptions): Promise<Session> {
  const { running, demo } = await readState(folderFor(state));
  if (running === null) throw new Problem("Counterfoil is not running: start it with npm start.");
  return { running, demo: demo ?? { users: [], websites: [] } };
}

export function websiteOf({ demo }: Session, siteReference: string | undefined) {
  const [first] = demo.websites;
  const website =
    siteReference === undefined
      ? first
      : demo.websites.find((known) => known.siteReference === siteReference);
  if (website !== undefined) return website;
  const known = demo.websites.map((each) => each.siteReference).join(", ");
  throw new Problem(
    known === ""
      ? "The demo has no website: it was started without the seed."
      : `There is no website ${siteReference ?? ""}: choose one of ${known}.`,
  );
}

/** Asks a part of the stack over HTTP and gives its JSON. */
export async function ask(url: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000), ...init });
    return { status: answer.status, body: await answer.json() };
  } catch {
    throw new Problem(`${new URL(url).origin} does not answer: is Counterfoil still running?`);
  }
}

export async function withOwner<T>(
  { running }: Session,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: running.databaseUrl });
  await client.connect().catch(() => {
    throw new Problem("The database does not answer: is Counterfoil still running?");
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
