/** `one-run.ts ours|bare MERCHANT`: takes reports on a port that it tells, until its input ends; then books them and tells how long that took. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { readInboundReport } from "@/lib/features/communications/jobs/read-report";
import { closeDatabase } from "@/lib/platform/db";
import { startIntake } from "@/lib/worker/intake";

const [side = "", merchantId = ""] = process.argv.slice(2);
const abreast = 8;
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] ?? "", max: 12 });

/** What one would write by hand: the whole report in memory, one insert. */
async function startBare() {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    maxAllowedUnauthenticatedCommands: false,
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const raw = Buffer.concat(parts);
        pool
          .query(
            `insert into inbound_report (merchant_id, id, source, raw, byte_count, verdict, received_at)
             values ($1, gen_random_uuid(), 'smtp', $2, $3, 'waiting', now())`,
            [merchantId, raw, raw.length],
          )
          .then(
            () => done(),
            (problem: unknown) => done(problem as Error),
          );
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.server.address() as AddressInfo).port, stop };
}

type Waiting = { readonly id: string; readonly raw: Buffer };

async function bookBare({ id, raw }: Waiting): Promise<void> {
  const mail = await simpleParser(raw);
  await pool.query(
    `insert into bounce (merchant_id, id, kind, channel, addressee, bounced_at, reason, class, is_hard, source)
     values ($1, gen_random_uuid(), 'PLAZA_EMAIL', 'email', 'x@example.nl', now(), $2, 'other', false, 'report')`,
    [merchantId, (mail.text ?? "").slice(0, 500)],
  );
  await pool.query(
    "update inbound_report set verdict = 'bounce', read_at = now() where merchant_id = $1 and id = $2",
    [merchantId, id],
  );
}

const bookOurs = ({ id: reportId }: Waiting) => readInboundReport({ version: 1, merchantId, reportId });

async function bookAll(): Promise<number> {
  const { rows } = await pool.query<Waiting>(
    "select id, raw from inbound_report where merchant_id = $1 and verdict = 'waiting'",
    [merchantId],
  );
  const since = performance.now();
  const left = rows.values();
  const work = async () => {
    for (const one of left) await (side === "ours" ? bookOurs(one) : bookBare(one));
  };
  await Promise.all(Array.from({ length: abreast }, work));
  return performance.now() - since;
}

const server = await (side === "ours" ? startIntake({ port: 0, host: "127.0.0.1" }) : startBare());
console.log(JSON.stringify({ port: server.port }));
process.stdin.resume();
await once(process.stdin, "end");
await server.stop();
console.log(JSON.stringify({ tookMs: await bookAll() }));
await pool.end();
await closeDatabase();
