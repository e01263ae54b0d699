/** `one-export.ts ours|bare|digest SCOPE`: writes the large merchant's payments to nowhere once and tells how it went. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { devNull } from "node:os";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { queryOf } from "@/bench/cases";
import { growthDuring } from "@/bench/memory";
import { exportStatement, writeBareLines } from "@/bench/csv/bare-lines";
import { timezone } from "@/bench/site";
import { paymentListing } from "@/lib/features/payments/listing";
import { walkPayments } from "@/lib/features/payments/queries/list";
import type { MerchantScope } from "@/lib/kernel/access";
import { csvFormat, csvStart } from "@/lib/listing/csv";
import type { Parameters } from "@/lib/listing/parse";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { streamFile } from "@/lib/web/export";
import texts from "@/locales/en.json";

const words = (column: string, code: string) =>
  (texts.payments.values as Record<string, Record<string, string>>)[column]?.[code] ?? code;

const nowhere = () => createWriteStream(devNull);

/** What the export route does, without its session and its records. Returns the digest that it takes on the way. */
async function exportOurs(scope: MerchantScope, parameters: Parameters): Promise<string> {
  let sha256 = "";
  // Those that a list shows where nobody has chosen: the ones that the bare loop writes.
  const columns = paymentListing.columns.filter((column) => column.optional !== true);
  const format = csvFormat({
    profile: "plain",
    columns,
    timezone,
    words: { head: (key) => key, word: words },
  });
  const { body } = streamFile({
    fileName: "payments.csv",
    produce: async (put) => {
      await put(csvStart("plain") + format.head);
      await walkPayments(scope, queryOf(parameters), async (rows) => {
        let text = "";
        for (const row of rows) text += format.line(row);
        await put(text);
      });
    },
    finish: (slip) => {
      sha256 = slip?.sha256 ?? "cut off";
      return Promise.resolve();
    },
  });
  if (body !== null) await pipeline(body, nowhere());
  return sha256;
}

type Write = (text: string) => Promise<void>;

async function exportBare(scope: MerchantScope, write: Write): Promise<void> {
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  await writeBareLines(client, exportStatement(scope), { timezone, words }, write);
  await client.end();
}

async function exportBareToNowhere(scope: MerchantScope): Promise<string> {
  const file = nowhere();
  await exportBare(scope, async (text) => {
    if (!file.write(text)) await once(file, "drain");
  });
  return "";
}

async function digestOfBare(scope: MerchantScope): Promise<string> {
  const hash = createHash("sha256");
  await exportBare(scope, (text) => {
    hash.update(text);
    return Promise.resolve();
  });
  return hash.digest("hex");
}

const sides: Readonly<Record<string, (scope: MerchantScope) => Promise<string>>> = {
  ours: (scope) => exportOurs(scope, {}),
  bare: exportBareToNowhere,
  digest: digestOfBare,
};

/** A month first: the process reaches its working size, and what grows after it grows with the rows. */
const warmUp = { from: "2026-10-01", to: "2026-10-31" };

async function main(side: string, scope: MerchantScope): Promise<void> {
  const work = sides[side];
  if (work === undefined) throw new Error(`${side} is no side`);
  if (side === "ours") await exportOurs(scope, warmUp);
  let sha256 = "";
  const since = performance.now();
  const grownMib = await growthDuring(async () => {
    sha256 = await work(scope);
  });
  console.log(JSON.stringify({ tookMs: performance.now() - since, grownMib, sha256 }));
  await closeDatabase();
}

// The process that starts this one has proven the scope.
await main(process.argv[2] ?? "", (process.argv[3] ?? "") as MerchantScope);
