import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { serve, type Routes, type Running } from "@/sandbox/server";
import { readMail, type ReadMail } from "./read-mail";

export type Received = ReadMail & {
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
};

export type MailboxOptions = { readonly port: number; readonly smtpPort: number; now(): Date };

const remembered = 5_000;
const largestBytes = 10 * 1024 * 1024;

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

class Mailbox {
  private readonly received: Received[] = [];
  private readonly options: MailboxOptions;
  readonly server: SMTPServer;

  constructor(options: MailboxOptions) {
    this.options = options;
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      size: largestBytes,
      logger: false,
      onAuth: (_auth, _session, done) => done(null, { user: "anyone" }),
      onData: (stream, session, done) => {
        const { mailFrom, rcptTo } = session.envelope;
        textOf(stream).then(
          (source) => {
            this.keep(
              source,
              mailFrom === false ? "" : mailFrom.address,
              rcptTo.map(({ address }) => address),
            );
            done();
          },
          (problem: unknown) => done(problem instanceof Error ? problem : new Error("the mail was cut off")),
        );
      },
    });
    // A client that hangs up is no reason to end.
    this.server.on("error", () => undefined);
  }

  routes(): Routes {
    return {
      "GET /mails": ({ query }) => ({ status: 200, body: { mails: this.find(query) } }),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
    };
  }

  private keep(source: string, from: string, to: readonly string[]): void {
    this.received.push({ at: this.options.now().toISOString(), from, to, ...readMail(source) });
    if (this.received.length > remembered) this.received.shift();
  }

  private find(query: URLSearchParams): Received[] {
    const to = query.get("to")?.toLowerCase() ?? null;
    return this.received.filter((mail) => to === null || mail.to.some((one) => one.toLowerCase() === to));
  }
}

const listen = (server: SMTPServer, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.server.address() as AddressInfo).port));
  });

/** A mail server that takes every mail and shows what it took at `GET /mails`, `?to=` one address. */
export async function startMailbox(options: MailboxOptions): Promise<Running & { readonly smtpUrl: string }> {
  const mailbox = new Mailbox(options);
  const smtpPort = await listen(mailbox.server, options.smtpPort);
  const http = await serve(mailbox.routes(), options.port);
  const stop = async () => {
    await new Promise<void>((resolve) => mailbox.server.close(() => resolve()));
    await http.stop();
  };
  return { ...http, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, stop };
}
