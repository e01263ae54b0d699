import { once } from "node:events";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection/index.js";
import { enhancedCodeIn } from "@/lib/kernel/bounces";

export type SmtpOutcome =
  | { readonly kind: "accepted"; readonly reply: string }
  | {
      readonly kind: "refused";
      /** It would be refused again. */
      readonly isHard: boolean;
      /** Enhanced status code (RFC 3463). */
      readonly code: string | null;
      readonly reply: string;
    }
  /** It was not handed over. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The whole mail was handed over and no answer came: nobody knows. */
  | { readonly kind: "lost"; readonly reason: string };

export type Envelope = { readonly from: string; readonly to: string };

type Problem = SMTPConnection.SMTPError;

const closing = 421;

const refusal = (reply: string, replyCode: number): SmtpOutcome => ({
  kind: "refused",
  isHard: replyCode >= 500,
  code: enhancedCodeIn(reply),
  reply,
});

/** Nodemailer itself refuses what no server would take: such an address cannot be written in an envelope. */
const isImpossible = ({ code, responseCode }: Problem) => code === "EENVELOPE" && responseCode === undefined;

/** What the server's answer to one mail, or its silence, means. */
function outcomeOf(problem: Problem, wasHandedOver: boolean): SmtpOutcome {
  const { response, responseCode = 0, message } = problem;
  const reply = response ?? message;
  if (responseCode >= 400 && responseCode !== closing) return refusal(reply, responseCode);
  if (isImpossible(problem)) return { kind: "refused", isHard: true, code: "5.1.3", reply };
  const isUnknown = wasHandedOver && responseCode !== closing;
  return { kind: isUnknown ? "lost" : "unreachable", reason: reply };
}

export type LineOptions = Omit<SMTPConnection.Options, "auth"> & {
  readonly host: string;
  readonly port: number;
  readonly connectionTimeout: number;
  readonly auth: SMTPConnection.Credentials | null;
};

/** Without Nagle's delay, which holds the last line of each mail back until the other end has acknowledged the rest. */
async function connect(socket: Socket, { host, port, connectionTimeout }: LineOptions): Promise<void> {
  const giveUp = setTimeout(() => socket.destroy(new Error("Connection timeout")), connectionTimeout);
  try {
    socket.connect({ host, port, noDelay: true, keepAlive: true });
    await once(socket, "connect");
  } finally {
    clearTimeout(giveUp);
  }
}

/** One connection to the mail server, for one mail after another. */
export class SmtpLine {
  private readonly socket = new Socket();
  private readonly connection: SMTPConnection;
  private readonly options: LineOptions;
  private problem: Problem | null = null;
  isOpen = false;
  sent = 0;

  constructor(options: LineOptions) {
    const { auth: _, ...known } = options;
    this.options = options;
    this.connection = new SMTPConnection({ ...known, connection: this.socket });
    this.connection.on("error", (problem: Problem) => {
      this.problem ??= problem;
      this.isOpen = false;
    });
    this.connection.once("end", () => {
      this.isOpen = false;
    });
  }

  /** @throws what kept it from being opened. */
  async open(): Promise<void> {
    await connect(this.socket, this.options);
    await this.step((done) => this.connection.connect(done));
    const { auth } = this.options;
    if (auth !== null) await this.step((done) => this.connection.login(auth, done));
    this.isOpen = true;
  }

  async send(envelope: Envelope, mail: Buffer): Promise<SmtpOutcome> {
    const source = Readable.from([mail]);
    let wasHandedOver = false;
    source.once("end", () => {
      wasHandedOver = true;
    });
    this.sent += 1;
    try {
      const { response } = await this.step<SMTPConnection.SentMessageInfo>((done) =>
        this.connection.send({ from: envelope.from, to: [envelope.to] }, source, done),
      );
      return { kind: "accepted", reply: response };
    } catch (problem) {
      const outcome = outcomeOf(problem as Problem, wasHandedOver);
      if (outcome.kind !== "refused") this.close();
      else if (this.isOpen) await this.clear();
      return outcome;
    }
  }

  /** Ends it without a word, whatever is under way. */
  close(): void {
    this.isOpen = false;
    if (this.socket.connecting) this.socket.destroy(new Error("the connection was closed"));
    this.connection.close();
  }

  /** Ends it politely. */
  quit(): void {
    this.isOpen = false;
    this.connection.quit();
  }

  /** A refused mail leaves its sender behind (RFC 5321, 4.1.1.5). */
  private async clear(): Promise<void> {
    await this.step((done) => this.connection.reset(done)).catch(() => this.close());
  }

  /** The connection calls back, or tells its end by an event alone. */
  private step<T = unknown>(run: (done: (problem?: Error | null, value?: T) => void) => void): Promise<T> {
    const ended = new AbortController();
    const stepped = new Promise<T>((resolve, reject) => {
      run((problem, value) => {
        if (problem) reject(problem);
        else resolve(value as T);
      });
    });
    const broken = once(this.connection, "end", { signal: ended.signal }).then(() => {
      throw this.problem ?? new Error("the connection was closed");
    });
    broken.catch(() => undefined);
    return Promise.race([stepped, broken]).finally(() => ended.abort());
  }
}
