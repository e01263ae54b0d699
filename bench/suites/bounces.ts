import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createTransport } from "nodemailer";
import { clearMessages, makeMessages, removeHolder, returnPathOf, type Holder } from "@/bench/data/messages";
import { p50 } from "@/bench/measure";
import { ratioAtLeast, type Result } from "@/bench/result";
import type { Site } from "@/bench/site";
import { makeShop } from "@/prisma/factories/shop";
import { root } from "@/scripts/start/state";

const reports = 1_000;
const rounds = 3;
const connections = 8;
const takenTarget = 0.4;
const bookedTarget = 0.1;

type Side = "ours" | "bare";
type Took = { readonly takenMs: number; readonly bookedMs: number };

const report = readFileSync(join(root, "lib/wire/mail-reports/corpus/postfix-unknown-user.eml"));

async function bring(port: number): Promise<number> {
  const transport = createTransport({
    ...{ host: "127.0.0.1", port, ignoreTLS: true, pool: true },
    ...{ maxConnections: connections, maxMessages: Infinity },
  });
  const since = performance.now();
  const all = Array.from({ length: reports }, (_, n) =>
    transport.sendMail({ envelope: { from: "", to: [returnPathOf(n + 1)] }, raw: report }),
  );
  await Promise.all(all);
  const tookMs = performance.now() - since;
  transport.close();
  return tookMs;
}

async function once(site: Site, holder: Holder, side: Side): Promise<Took> {
  await clearMessages(holder);
  await makeMessages(holder, reports);
  const program = ["--import", "tsx", "--conditions=react-server", join("bench", "bounces", "one-run.ts")];
  const child = spawn(process.execPath, [...program, side, holder.merchantId], {
    cwd: root,
    env: { ...process.env, ...site.environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const line: IteratorResult<string, unknown> = await lines.next();
      if (line.done === true) throw new Error("the intake ended");
      return JSON.parse(line.value) as { readonly port: number; readonly tookMs: number };
    };
    const takenMs = await bring((await next()).port);
    child.stdin.end();
    return { takenMs, bookedMs: (await next()).tookMs };
  } finally {
    child.kill("SIGTERM");
  }
}

async function countBounces({ owner, merchantId }: Holder): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int as count from bounce where merchant_id = $1",
    [merchantId],
  );
  return rows[0]?.count ?? 0;
}

/** Reports that come in, kept before they are answered, and booked as bounces; the bare side keeps and books as one would by hand. */
export async function measureBounces(site: Site): Promise<Result[]> {
  const { merchantId, websiteId } = await makeShop({ name: "Benchmark of bounces" });
  const holder = { owner: site.owner, merchantId, websiteId };
  const took: Record<Side, Took[]> = { ours: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const side of ["bare", "ours"] as const) {
        took[side].push(await once(site, holder, side));
        if ((await countBounces(holder)) !== reports) throw new Error("not every report became a bounce");
      }
  } finally {
    await removeHolder(holder);
  }
  const rate = (side: Side, what: keyof Took) =>
    Math.round(reports / (p50(took[side].map((one) => one[what])) / 1000));
  const sides = (what: keyof Took) => ({ ours: rate("ours", what), baseline: rate("bare", what) });
  return [
    ratioAtLeast("bounces/intake", takenTarget, { ...sides("takenMs"), unit: "reports/s" }),
    ratioAtLeast("bounces/booked", bookedTarget, { ...sides("bookedMs"), unit: "bounces/s" }),
  ];
}
