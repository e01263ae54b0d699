/** `one-run.ts ours|bare MERCHANT SMTP_URL`: hands over what waits, once, and tells how many milliseconds it took. */
import { createTransport } from "nodemailer";
import pg from "pg";
import { contentSchemas } from "@/lib/kernel/communications";
import { deliverCommunications } from "@/lib/features/communications/jobs/deliver";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { closeSmtp } from "@/lib/platform/mail/smtp-lines";
import { renderMail } from "@/lib/platform/mail/render";

type Waiting = { readonly id: string; readonly addressee: string; readonly content: unknown };

const [side = "", merchantId = "", smtpUrl = ""] = process.argv.slice(2);
const owner = new pg.Pool({ connectionString: env().ownerDatabaseUrl ?? "", max: 1 });

const waiting = async () =>
  (
    await owner.query<Waiting>(
      "select id, addressee, content from communication where merchant_id = $1 and state = 'queued'",
      [merchantId],
    )
  ).rows;

async function ours(): Promise<void> {
  const count = async () =>
    (
      await owner.query("select 1 from communication where merchant_id = $1 and state = 'queued' limit 1", [
        merchantId,
      ])
    ).rows.length;
  while ((await count()) > 0) await deliverCommunications({ version: 1, merchantId, channel: "email" });
}

/** The same mails, written beforehand, through nodemailer's own pool; nothing is stored. */
async function prepareBare(): Promise<() => Promise<void>> {
  const mails = await Promise.all(
    (await waiting()).map(async ({ id, addressee, content }) => ({
      id,
      addressee,
      ...(await renderMail({
        kind: "payment_confirmation",
        locale: "nl",
        content: contentSchemas.payment_confirmation.parse(content),
        secret: null,
      })),
    })),
  );
  const { hostname: host, port } = new URL(smtpUrl);
  const pool = createTransport({
    ...{ host, port: Number(port), pool: true, maxMessages: Infinity },
    maxConnections: env().smtpConnections,
  });
  return async () => {
    await Promise.all(
      mails.map(({ id, addressee, subject, text, html }) =>
        pool.sendMail({
          from: env().mailFrom,
          to: addressee,
          subject,
          text,
          html,
          messageId: `<${id}@bench>`,
        }),
      ),
    );
    pool.close();
  };
}

const run = side === "ours" ? ours : await prepareBare();
const since = performance.now();
await run();
console.log(JSON.stringify({ tookMs: performance.now() - since }));
closeSmtp();
await owner.end();
await closeDatabase();
