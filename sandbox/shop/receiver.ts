import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { complaintOf, delayMs, failureStatus, notAnObject, oneOf, times } from "@/sandbox/complaint";
import { jsonOf, serve, type Answer, type Call, type Routes, type Running } from "@/sandbox/server";
import { formatNames, openFormats, type FormatName } from "./formats";
import type { Push } from "./push";

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
const Website = z.object({
  secret: z.string({ error: "is missing" }).min(1, { error: "is missing" }),
  /** Without it the shop takes each push in the format whose marks it bears. */
  format: oneOf(formatNames).optional(),
});
type Website = z.output<typeof Website>;

type Mood = Omit<z.output<typeof Change>, "site" | "count"> & { readonly left: number };

export type Received = {
  readonly at: string;
  readonly site: string;
  readonly format: FormatName;
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
  private readonly websites: Map<string, Website>;
  private readonly formats = openFormats();
  private readonly received: Received[];
  private readonly options: ShopOptions;

  constructor(options: ShopOptions) {
    this.options = options;
    if (options.folder !== null) mkdirSync(options.folder, { recursive: true });
    this.websites = new Map(
      this.read("websites.json").flatMap((line) => Object.entries(line as Record<string, Website>)),
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
    const read = Website.safeParse(jsonOf(call.text));
    if (!read.success) return { status: 422, body: { error: complaintOf(read.error) } };
    this.websites.set(siteOf(call), read.data);
    const { folder } = this.options;
    if (folder !== null)
      writeFileSync(join(folder, "websites.json"), JSON.stringify(Object.fromEntries(this.websites)), {
        mode: 0o600,
      });
    return { status: 200, body: { site: siteOf(call) } };
  }

  private async take(call: Call): Promise<Answer> {
    const site = siteOf(call);
    const push = { headers: flat(call.headers), text: call.text, path: call.path };
    const mood = this.moodFor(site);
    const format = this.formatOf(site, push);
    const verified = this.verify(site, format, push);
    const seen = { site, format, verified };
    if (mood.mode === "hang") {
      this.note(push, { ...seen, answered: null });
      return null;
    }
    if (mood.mode === "slow") await sleep(mood.delayMs, undefined, { ref: false });
    const answer =
      mood.mode === "fail"
        ? { status: mood.status, body: { error: "told_to_fail" } }
        : this.formats[format].answer(push, verified !== false);
    this.note(push, { ...seen, answered: answer.status });
    return answer;
  }

  private formatOf(site: string, push: Push): FormatName {
    const marked = formatNames.find((name) => this.formats[name].owns(push));
    return this.websites.get(site)?.format ?? marked ?? "standard";
  }

  private verify(site: string, format: FormatName, push: Push): boolean | null {
    const website = this.websites.get(site);
    return website === undefined ? null : this.formats[format].verify(website.secret, push);
  }

  private note(push: Push, seen: Pick<Received, "site" | "format" | "verified" | "answered">): void {
    const at = this.options.now().toISOString();
    const messageId = this.formats[seen.format].messageId(push);
    const entry: Received = { at, ...seen, messageId, headers: push.headers, body: push.text };
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
