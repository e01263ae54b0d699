import { clearDue, makeDue, referenceOf } from "@/bench/data/due";
import { Load } from "@/bench/load";
import { p50 } from "@/bench/measure";
import { ratioAtLeast, type Result } from "@/bench/result";
import { startBareTrust } from "@/bench/servers/bare-trust";
import { startPortal } from "@/bench/servers/portal";
import { withServers, type Server } from "@/bench/servers/server";
import type { Site } from "@/bench/site";

const target = 0.4;
const callers = 16;
const sliceMs = 1_500;
const rounds = 9;
const warmUpCalls = 12_000;
/** Each side has payments of its own: 1 to `each`, and as many after them. */
const each = 3_000;

/** Suspends each payment in turn, then schedules each again, and so on. */
function changes(first: number): () => { readonly reference: string; readonly settleStatus: number } {
  let count = -1;
  return () => {
    count += 1;
    return {
      reference: referenceOf(first + (count % each)),
      settleStatus: Math.floor(count / each) % 2 === 0 ? 2 : 0,
    };
  };
}

type Kind = "update" | "query";

function ours({ trust, siteReference }: Site, portal: Server, kind: Kind): Load {
  const next = changes(1);
  const body = () => {
    const { reference, settleStatus } = next();
    const filter = {
      sitereference: [{ value: siteReference }],
      transactionreference: [{ value: reference }],
    };
    const request =
      kind === "update"
        ? {
            requesttypedescriptions: ["TRANSACTIONUPDATE"],
            filter,
            updates: { settlestatus: String(settleStatus) },
          }
        : { requesttypedescriptions: ["TRANSACTIONQUERY"], filter };
    return JSON.stringify({ alias: trust.alias, version: "1.00", request: [request] });
  };
  const pair = Buffer.from(`${trust.alias}:${trust.password}`).toString("base64");
  return new Load(callers, {
    url: `${portal.url}/json/`,
    headers: { authorization: `Basic ${pair}` },
    body,
    expected: '"errorcode":"0"',
  });
}

function bare(server: Server, kind: Kind): Load {
  const next = changes(each + 1);
  return new Load(callers, {
    url: `${server.url}/${kind}`,
    headers: {},
    body: () => JSON.stringify(next()),
    expected: '"errorcode":"0"',
  });
}

/** In turns, slice by slice, so that whatever else the machine does hits both alike. */
async function compare(kind: Kind, portal: Load, baseline: Load): Promise<Result> {
  const samples: Record<"ours" | "baseline", number[]> = { ours: [], baseline: [] };
  await portal.warmUp(warmUpCalls);
  await baseline.warmUp(warmUpCalls);
  for (let round = 0; round < rounds; round += 1) {
    samples.ours.push(await portal.perSecond(sliceMs));
    samples.baseline.push(await baseline.perSecond(sliceMs));
  }
  portal.close();
  baseline.close();
  const sides = { ours: p50(samples.ours), baseline: p50(samples.baseline), unit: "requests/s" };
  return ratioAtLeast(`trust/${kind}`, target, sides);
}

/**
 * TRANSACTIONUPDATE and TRANSACTIONQUERY over `POST /json/` of the built portal against a bare server that does the
 * same three statements, over as many connections.
 */
export async function measureTrust(site: Site): Promise<Result[]> {
  await clearDue(site.owner);
  await makeDue(site, { first: 1, count: 2 * each, day: "2100-01-01" });
  const servers = [() => startPortal(site), () => startBareTrust(site)] as const;
  const results = await withServers(servers, async (portal, baseline) => [
    await compare("update", ours(site, portal, "update"), bare(baseline, "update")),
    await compare("query", ours(site, portal, "query"), bare(baseline, "query")),
  ]);
  await clearDue(site.owner);
  return results;
}
