import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { complaintOf, delayMs, failureStatus, notAnObject, oneOf, times } from "@/sandbox/complaint";
import { jsonOf, serve, type Answer, type Call, type Routes, type Running } from "@/sandbox/server";
import { isGenuine } from "./verify";

const receiverModes = ["ok", "fail", "hang", "slow"] as const;

const siteError = { error: "must be a site reference" };
const Change = z.object(
  {
    mode: oneOf(receiverModes),
    /** Without it all websites. */
    site: z.string(siteError).min(1, siteError).optional(),
    /** For `fail`. */
    status: failureStatus.default(500),
    /** For `slow`. */
    delayMs: delayMs.default(5_000),
    /** How many pushes it lasts; without it until the next change. */
    count: times.optional(),
  },
  notAnObject,
);
const Secret = z.object({ secret: z.string().min(1) });

type Mood = Omit<z.output<typeof Change>, "site" | "count"> & { readonly left: number };

export type Received = {
  readonly at: string;
  readonly site: string;
  readonly messageId: string | null;
  /** Null: the receiver knows no secret for this website. */
  readonly verified: boolean | null;
  readonly answered: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type ShopOptions = { readonly port: number; readonly folder: string | null; now(): Date };

const remembered = 20_000;
const everySite = "*";
const good: Mood = { mode: "ok", status: 200, delayMs: 0, left: Infinity };

class Shop {
  private readonly moods = new Map<string, Mood>();
  private readonly secrets: Map<string, string>;
  private readonly received: Received[];
  private readonly options: ShopOptions;

  constructor(options: ShopOptions) {
    this.options = options;
    if (options.folder !== null) mkdirSync(options.folder, { recursive: true });
    this.secrets = new Map(
      this.read("secrets.json").flatMap((line) => Object.entries(line as Record<string, string>)),
    );
    this.received = this.read("received.jsonl") as Received[];
  }

  routes(): Routes {
    return {
      "POST /pushes/*": (call) => this.take(call),
      "PUT /websites/*": (call) => this.learn(call),
      "GET /received": (call) => ({ status: 200, body: { received: this.find(call.query) } }),
      "GET /control": () => ({ status: 200, body: this.shown() }),
      "POST /control": (call) => this.change(jsonOf(call.text)),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
    };
  }

  private read(name: string): unknown[] {
    const { folder } = this.options;
    if (folder === null || !existsSync(join(folder, name))) return [];
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    return lines
      .filter((line) => line.endsWith("}"))
      .slice(-remembered)
      .map((line): unknown => JSON.parse(line));
  }

  private learn(call: Call): Answer {
    const read = Secret.safeParse(jsonOf(call.text));
    if (!read.success) return { status: 422, body: { error: "secret is missing" } };
    this.secrets.set(siteOf(call), read.data.secret);
    const { folder } = this.options;
    if (folder !== null)
      writeFileSync(join(folder, "secrets.json"), JSON.stringify(Object.fromEntries(this.secrets)), {
        mode: 0o600,
      });
    return { status: 200, body: { site: siteOf(call) } };
  }

  private async take(call: Call): Promise<Answer> {
    const site = siteOf(call);
    const mood = this.moodFor(site);
    const verified = this.verify(site, call);
    if (mood.mode === "hang") {
      this.note(call, { site, verified, answered: null });
      return null;
    }
    if (mood.mode === "slow") await sleep(mood.delayMs, undefined, { ref: false });
    const status = mood.mode === "fail" ? mood.status : verified === false ? 401 : 200;
    this.note(call, { site, verified, answered: status });
    return {
      status,
      body:
        status === 200 ? { received: true } : { error: status === 401 ? "bad_signature" : "told_to_fail" },
    };
  }

  private verify(site: string, call: Call): boolean | null {
    const secret = this.secrets.get(site);
    if (secret === undefined) return null;
    return isGenuine({ headers: flat(call.headers), body: call.text, path: call.path }, secret);
  }

  private note(call: Call, seen: Pick<Received, "site" | "verified" | "answered">): void {
    const headers = flat(call.headers);
    const at = this.options.now().toISOString();
    const entry: Received = {
      at,
      ...seen,
      messageId: headers["webhook-id"] ?? null,
      headers,
      body: call.text,
    };
    this.received.push(entry);
    if (this.received.length > remembered) this.received.shift();
    const { folder } = this.options;
    if (folder !== null) appendFileSync(join(folder, "received.jsonl"), `${JSON.stringify(entry)}\n`);
  }

  private find(query: URLSearchParams): Received[] {
    const [payment, site] = [query.get("payment"), query.get("site")];
    return this.received.filter(
      (entry) => (payment === null || entry.body.includes(payment)) && (site === null || entry.site === site),
    );
  }

  private change(body: unknown): Answer {
    const read = Change.safeParse(body);
    if (!read.success) return { status: 422, body: { error: complaintOf(read.error) } };
    const { site, count, ...mood } = read.data;
    if (site === undefined) this.moods.clear();
    this.moods.set(site ?? everySite, { ...mood, left: count ?? Infinity });
    return { status: 200, body: this.shown() };
  }

  private shown() {
    const entries = [...this.moods].map(([site, { left, ...mood }]) => [
      site,
      { ...mood, left: Number.isFinite(left) ? left : null },
    ]);
    return { websites: Object.fromEntries(entries) as Record<string, unknown> };
  }

  /** A mood with a count wears off. */
  private moodFor(site: string): Mood {
    const key = this.moods.has(site) ? site : everySite;
    const mood = this.moods.get(key);
    if (mood === undefined) return good;
    if (mood.left > 1) this.moods.set(key, { ...mood, left: mood.left - 1 });
    else this.moods.delete(key);
    return mood;
  }
}

const siteOf = (call: Call) => decodeURIComponent(call.path.slice(call.path.lastIndexOf("/") + 1));

const flat = (headers: Call["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));

/** A shop that takes pushes for any number of websites, each at `/pushes/<site reference>`. */
export const startShop = (options: ShopOptions): Promise<Running> =>
  serve(new Shop(options).routes(), options.port);
