import { z } from "zod";
import { Problem } from "@/scripts/start/problem";
import { ask, websiteOf, type Session } from "./session";

const Complaint = z.object({ error: z.string() });

async function control(url: string, change: Readonly<Record<string, unknown>> | null): Promise<unknown> {
  const init = change === null ? {} : { method: "POST", body: JSON.stringify(change) };
  const { status, body } = await ask(`${url}/control`, init);
  if (status === 200) return body;
  throw new Problem(`The sandbox refused: ${Complaint.safeParse(body).data?.error ?? status}.`);
}

export type ReceiverOptions = {
  readonly website?: string;
  readonly status?: number;
  readonly delay?: number;
  readonly count?: number;
};

const receiverModes = ["ok", "fail", "hang", "slow"];
const acquirerModes = ["normal", "down", "slow", "error", "book-then-die"];

function refuseWithoutMode(options: Readonly<Record<string, unknown>>): void {
  const idle = ["status", "delay", "count"].find((name) => options[name] !== undefined);
  if (idle !== undefined) throw new Problem(`Say a mode too: --${idle} changes nothing without one.`);
}

function checkMode(mode: string, known: readonly string[]): void {
  if (!known.includes(mode))
    throw new Problem(`There is no mode ${mode}: choose one of ${known.join(", ")}.`);
}

const siteOf = (pushUrl: string) => new URL(pushUrl).pathname.split("/").at(-1);

/** Shows or changes how the shop takes pushes. */
export async function receiver(
  session: Session,
  mode: string | undefined,
  options: ReceiverOptions,
): Promise<unknown> {
  const { shopUrl } = session.running;
  if (mode === undefined) {
    refuseWithoutMode(options);
    return control(shopUrl, null);
  }
  checkMode(mode, receiverModes);
  const site =
    options.website === undefined ? undefined : siteOf(websiteOf(session, options.website).pushUrl);
  return control(shopUrl, {
    mode,
    site,
    status: options.status,
    delayMs: options.delay,
    count: options.count,
  });
}

export type AcquirerOptions = {
  readonly delay?: number;
  readonly count?: number;
  readonly balance?: { readonly minor: number } | null;
  readonly ledger?: true;
};

/** Shows or changes how the acquirer behaves, or prints its books. */
export async function acquirer(
  session: Session,
  mode: string | undefined,
  options: AcquirerOptions,
): Promise<unknown> {
  const { acquirerUrl } = session.running;
  const { balance } = options;
  if (options.ledger) return (await ask(`${acquirerUrl}/ledger`)).body;
  if (mode === undefined) {
    refuseWithoutMode(options);
    return control(acquirerUrl, balance === undefined ? null : { balance });
  }
  checkMode(mode, acquirerModes);
  return control(acquirerUrl, { mode, delayMs: options.delay, count: options.count, balance });
}

/** What the shop was told. */
export async function received(
  session: Session,
  options: { readonly payment?: string; readonly website?: string },
): Promise<unknown> {
  const query = new URLSearchParams();
  if (options.payment !== undefined) query.set("payment", options.payment);
  if (options.website !== undefined)
    query.set("site", siteOf(websiteOf(session, options.website).pushUrl) ?? "");
  return (await ask(`${session.running.shopUrl}/received?${query.toString()}`)).body;
}
