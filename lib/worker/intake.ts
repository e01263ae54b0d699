import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { mostKeptBytes, takeReport } from "@/lib/features/communications/commands/take-report";
import { returnTokenIn } from "@/lib/kernel/bounces";
import { now } from "@/lib/platform/clock";
import { findReturnPath } from "@/lib/platform/credentials";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { systemActor } from "@/lib/platform/outbox";

/** Longer ones are refused, so that their sender knows (RFC 1870). */
const largestBytes = 32 * 1024 * 1024;
const mostClients = 100;
const mostRecipients = 100;

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

/** `bounce+<token>@<domain>`, whatever a mail system did to its case; null: not of ours. */
function tokenOf(address: string): string | null {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return domain === env().returnPathDomain ? returnTokenIn(address) : null;
}

async function ownerOf(address: string) {
  const token = tokenOf(address);
  return token === null ? null : findReturnPath(token);
}

/** An address outside angle brackets and lines: it goes into a header. */
const plain = (text: string) => text.replace(/[^\x21-\x7e]|[<>()]/g, "").slice(0, 320);

/** What the last server on the way adds (RFC 5321, 4.4): who sent it, from where, when. */
function traceOf({ envelope, remoteAddress, hostNameAppearsAs, id }: SMTPServerSession): Buffer {
  const sender = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
  const from = `${plain(hostNameAppearsAs)} ([${plain(remoteAddress)}])`;
  const received = `from ${from} by ${env().returnPathDomain} with ESMTP id ${plain(id)}; ${now().toUTCString()}`;
  return Buffer.from(`Return-Path: <${plain(sender)}>\r\nReceived: ${received}\r\n`, "ascii");
}

type Taken = { readonly head: Buffer; readonly byteCount: number; readonly sha256: string };

/** Counts everything and keeps the head: memory does not grow with the message. */
async function take(stream: SMTPServerDataStream): Promise<Taken> {
  const [parts, hash]: [Buffer[], ReturnType<typeof createHash>] = [[], createHash("sha256")];
  let byteCount = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    hash.update(part);
    if (byteCount < mostKeptBytes) parts.push(Buffer.from(part.subarray(0, mostKeptBytes - byteCount)));
    byteCount += part.length;
  }
  return { head: Buffer.concat(parts), byteCount, sha256: hash.digest("hex") };
}

/** One row for each message of ours that the report came back to, all of them before the sender hears of it. */
async function keep(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const { head, byteCount, sha256 } = await take(stream);
  if (stream.sizeExceeded) throw refusal(552, "the message is too large");
  const raw = Buffer.concat([traceOf(session), head]).subarray(0, mostKeptBytes);
  for (const { address } of session.envelope.rcptTo) {
    const owner = await ownerOf(address);
    if (owner === null) throw refusal(550, "no such return path");
    const actor = systemActor(owner.merchantId, "intake");
    const digest = `smtp:${owner.id}:${sha256}`;
    await takeReport(actor, { communicationId: owner.id, source: "smtp", raw, byteCount, digest });
  }
}

type Done = (problem?: Error | null) => void;

/** A fault of ours is no reason to give the report up: the sender tries again. */
const answer = (work: Promise<void>, done: Done): void => {
  work.then(
    () => done(),
    (problem: unknown) => {
      if (problem instanceof Error && "responseCode" in problem) {
        done(problem);
        return;
      }
      logger().error({ source: "intake", problem: String(problem) }, "a report could not be kept");
      done(refusal(451, "try again later"));
    },
  );
};

async function checkReturnPath(address: string): Promise<void> {
  if ((await ownerOf(address)) === null) throw refusal(550, "no such return path");
}

async function encryption() {
  const { certificate, key } = env().intake;
  if (certificate === null || key === null) return { disabledCommands: ["AUTH", "STARTTLS"] };
  return { disabledCommands: ["AUTH"], cert: await readFile(certificate), key: await readFile(key) };
}

const closeWithinMs = 5_000;

type Place = { readonly port: number; readonly host: string };
export type Intake = { readonly port: number; readonly stop: () => Promise<void> };

/** The mail server for return paths. Whatever comes to one of ours is kept before it answers 250. */
export async function startIntake({ port, host }: Place): Promise<Intake> {
  const server = new SMTPServer({
    ...(await encryption()),
    name: env().returnPathDomain,
    banner: "Counterfoil",
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    lenientAddressParsing: true,
    hideENHANCEDSTATUSCODES: false,
    maxAllowedUnauthenticatedCommands: false,
    ...{ size: largestBytes, rejectOversized: true, maxRecipients: mostRecipients, maxClients: mostClients },
    closeTimeout: closeWithinMs,
    onRcptTo: ({ address }, _session, done) => answer(checkReturnPath(address), done),
    onData: (stream, session, done) => answer(keep(stream, session), done),
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, host, resolve);
  });
  server.on("error", (problem: Error) => {
    logger().debug({ source: "intake", problem: problem.message }, "a connection ended badly");
  });
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.server.address() as AddressInfo).port, stop };
}
