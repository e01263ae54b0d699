import { parseConnectionUrl } from "nodemailer/lib/shared/index.js";
import type SMTPConnection from "nodemailer/lib/smtp-connection/index.js";
import { systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { SmtpLine, type Envelope, type LineOptions, type SmtpOutcome } from "@/lib/platform/mail/smtp-line";

const idleMs = 20_000;
const connectMs = 10_000;
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

type Parsed = SMTPConnection.Options & { readonly auth?: SMTPConnection.Credentials };

/** Nodemailer's own way to read an address: `smtps://user:password@host:465`, options behind a question mark. */
function optionsOf(url: string, timeoutMs: number): LineOptions {
  const { auth, host = "localhost", port, connectionTimeout, ...parsed } = parseConnectionUrl(url) as Parsed;
  return {
    greetingTimeout: Math.min(connectMs, timeoutMs),
    socketTimeout: timeoutMs,
    // A password goes over no line that others can read.
    requireTLS: auth !== undefined && parsed.secure !== true && !loopback.test(host),
    ...parsed,
    host,
    port: port ?? (parsed.secure === true ? 465 : 587),
    connectionTimeout: connectionTimeout ?? Math.min(connectMs, timeoutMs),
    auth: auth ?? null,
  };
}

type Waiter = () => void;

/** The connections to one mail server: opened when needed, kept for a while, never more than so many. */
class SmtpLines {
  readonly url: string;
  private readonly options: LineOptions;
  private readonly most: number;
  private readonly idle: { readonly line: SmtpLine; readonly since: number }[] = [];
  private readonly waiting: Waiter[] = [];
  private readonly broom: NodeJS.Timeout;
  private busy = 0;

  constructor(url: string, timeoutMs: number, most: number) {
    this.url = url;
    this.most = most;
    this.options = optionsOf(url, timeoutMs);
    this.broom = setInterval(() => this.sweep(systemMs() - idleMs), idleMs / 2);
    this.broom.unref();
  }

  /**
   * A line that was kept may have been closed at the other end: what was not handed over there goes over a fresh one.
   * `deadline`: nothing is begun after it, and what is under way is cut off.
   */
  async send(envelope: Envelope, mail: Buffer, deadline: AbortSignal): Promise<SmtpOutcome> {
    await this.enter();
    try {
      const kept = this.takeIdle();
      const first = kept === null ? null : await this.sendOver(kept, envelope, mail, deadline);
      if (first !== null && first.kind !== "unreachable") return first;
      return await this.sendFresh(envelope, mail, deadline);
    } finally {
      this.leave();
    }
  }

  close(): void {
    clearInterval(this.broom);
    this.sweep(Infinity);
  }

  private async sendFresh(envelope: Envelope, mail: Buffer, deadline: AbortSignal): Promise<SmtpOutcome> {
    const line = new SmtpLine(this.options);
    const cut = () => line.close();
    deadline.addEventListener("abort", cut);
    try {
      if (deadline.aborted) return { kind: "unreachable", reason: "no connection was free in time" };
      await line.open();
    } catch (problem) {
      line.close();
      return { kind: "unreachable", reason: (problem as Error).message };
    } finally {
      deadline.removeEventListener("abort", cut);
    }
    return this.sendOver(line, envelope, mail, deadline);
  }

  private async sendOver(line: SmtpLine, envelope: Envelope, mail: Buffer, deadline: AbortSignal) {
    const cut = () => line.close();
    deadline.addEventListener("abort", cut);
    try {
      return await line.send(envelope, mail);
    } finally {
      deadline.removeEventListener("abort", cut);
      if (line.isOpen) this.idle.push({ line, since: systemMs() });
    }
  }

  private takeIdle(): SmtpLine | null {
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop())
      if (kept.line.isOpen) return kept.line;
    return null;
  }

  private async enter(): Promise<void> {
    if (this.busy >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.busy += 1;
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.busy -= 1;
    else next();
  }

  private sweep(before: number): void {
    const old = this.idle.filter(({ since }) => since < before);
    this.idle.splice(0, this.idle.length, ...this.idle.filter(({ since }) => since >= before));
    for (const { line } of old) line.quit();
  }
}

/** On `globalThis` like the database's connections. */
const store = globalThis as typeof globalThis & { counterfoilSmtpLines?: SmtpLines };

export function smtpLines(url: string): SmtpLines {
  const known = store.counterfoilSmtpLines;
  if (known?.url === url) return known;
  known?.close();
  return (store.counterfoilSmtpLines = new SmtpLines(url, env().smtpTimeoutMs, env().smtpConnections));
}

export function closeSmtp(): void {
  store.counterfoilSmtpLines?.close();
  delete store.counterfoilSmtpLines;
}
