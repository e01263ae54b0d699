import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { serve, type Call, type Routes, type Running } from "@/sandbox/server";
import { behaviourOf } from "./behaviour";
import { listPage, mailPage, noMailPage } from "./page";
import { Postman } from "./postman";
import { readMail, type Received } from "./read-mail";
import { reportOf } from "./reports";

export type MailboxOptions = {
  readonly port: number;
  readonly smtpPort: number;
  /** Where reports about mails come back to: the portal's intake. Without it none is sent. */
  readonly reportsUrl?: string | null;
  /** So long after a mail its report comes. */
  readonly reportDelayMs?: number;
  now(): Date;
};

const remembered = 20_000;
const largestBytes = 10 * 1024 * 1024;

const refusal = ({ code, text }: { readonly code: number; readonly text: string }) =>
  Object.assign(new Error(text), { responseCode: code });

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const senderOf = ({ envelope: { mailFrom } }: SMTPServerSession) =>
  mailFrom === false ? "" : mailFrom.address;

class Mailbox {
  private readonly received: Received[] = [];
  /** How often a mail was refused so far, by return path and address. */
  private readonly refused = new Map<string, number>();
  private readonly options: MailboxOptions;
  readonly postman: Postman;
  readonly server: SMTPServer;

  constructor(options: MailboxOptions) {
    this.options = options;
    this.postman = new Postman(options.reportsUrl ?? null, options.reportDelayMs ?? 1_000);
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: true,
      size: largestBytes,
      logger: false,
      onAuth: (_auth, _session, done) => done(null, { user: "anyone" }),
      onRcptTo: ({ address }, session, done) => done(this.refusalOf(address, session)),
      onData: (stream, session, done) => {
        this.take(stream, session).then(
          (problem) => done(problem),
          (problem: unknown) => done(problem instanceof Error ? problem : new Error("the mail was cut off")),
        );
      },
    });
    // A client that hangs up is no reason to end.
    this.server.on("error", () => undefined);
  }

  routes(): Routes {
    return {
      "GET /mails": ({ query }) => ({ status: 200, body: { mails: this.find(query.get("to")) } }),
      "GET /mails/*": (call) => {
        const mail = this.received.find(({ id }) => `/mails/${id}` === call.path);
        return mail === undefined ? this.html(call, 404, noMailPage()) : this.html(call, 200, mailPage(mail));
      },
      "GET /": (call) => {
        const to = call.query.get("to") ?? "";
        return this.html(call, 200, listPage(this.find(to).slice(-200).reverse(), to));
      },
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
    };
  }

  private html({ response }: Call, status: number, body: string): null {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(body);
    return null;
  }

  private refusalOf(address: string, session: SMTPServerSession): Error | null {
    const { refuse, refuseTimes } = behaviourOf(address);
    if (refuse !== undefined) return refusal(refuse);
    if (refuseTimes === undefined) return null;
    const key = `${senderOf(session)} ${address}`;
    const before = this.refused.get(key) ?? 0;
    this.refused.set(key, before + 1);
    return before < refuseTimes.times ? refusal(refuseTimes.refusal) : null;
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const source = await textOf(stream);
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const behaviours = to.map((address) => ({ address, ...behaviourOf(address) }));
    const refused = behaviours.find(({ refuseData }) => refuseData !== undefined)?.refuseData;
    if (refused !== undefined) return refusal(refused);
    this.keep(source, senderOf(session), to);
    for (const { address, report } of behaviours) {
      if (report === undefined) continue;
      const returnPath = senderOf(session);
      const { messageId, subject } = readMail(source);
      const headers = source.split(/\r?\n\r?\n/, 1)[0] ?? "";
      const reported = {
        addressee: address,
        returnPath,
        messageId,
        subject,
        headers,
        at: this.options.now(),
      };
      this.postman.carry(returnPath, reportOf(report, reported));
    }
    if (behaviours.some(({ hangsUp }) => hangsUp === true)) this.hangUp(session);
    return null;
  }

  /** The mail is kept, and who sent it never hears of it. */
  private hangUp({ id }: SMTPServerSession): void {
    for (const connection of this.server.connections)
      if ((connection as unknown as { id: string }).id === id)
        (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
  }

  private keep(source: string, from: string, to: readonly string[]): void {
    const id = (this.received.at(-1)?.id ?? 0) + 1;
    this.received.push({ id, at: this.options.now().toISOString(), from, to, ...readMail(source) });
    if (this.received.length > remembered) this.received.shift();
  }

  private find(wished: string | null): Received[] {
    const to = wished?.trim().toLowerCase() ?? "";
    return this.received.filter((mail) => to === "" || mail.to.some((one) => one.toLowerCase() === to));
  }
}

const listen = (server: SMTPServer, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.server.address() as AddressInfo).port));
  });

/** A mail server that takes mails as `behaviour.ts` says and shows them: a page at `/`, JSON at `GET /mails?to=`. */
export async function startMailbox(options: MailboxOptions): Promise<Running & { readonly smtpUrl: string }> {
  const mailbox = new Mailbox(options);
  const smtpPort = await listen(mailbox.server, options.smtpPort);
  const http = await serve(mailbox.routes(), options.port);
  const stop = async () => {
    mailbox.postman.stop();
    await new Promise<void>((resolve) => mailbox.server.close(() => resolve()));
    await http.stop();
  };
  return { ...http, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, stop };
}
