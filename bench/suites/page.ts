import { makeCases } from "@/bench/cases";
import { fetchAll } from "@/bench/http";
import { interleaved } from "@/bench/measure";
import { ratioAtMost, type Result } from "@/bench/result";
import { startMinimalNext } from "@/bench/servers/minimal-next";
import { startPortal } from "@/bench/servers/portal";
import { withServers } from "@/bench/servers/server";
import type { Site } from "@/bench/site";

const limit = 2;
const turns = { rounds: 120, warmUp: 80 };

/** The whole answer of `/payments` to a signed-in person against a minimal Next page with the same 50 rows. */
export async function measurePage(site: Site): Promise<Result[]> {
  const [first] = await makeCases(site);
  if (first === undefined) throw new Error("there is no first page");
  const headers = { cookie: `${site.cookie.name}=${site.cookie.value}` };
  const servers = [() => startPortal(site), () => startMinimalNext(site, first)] as const;
  const tookMs = await withServers(servers, (portal, minimal) =>
    interleaved(
      {
        ours: () => fetchAll(`${portal.url}/payments`, headers),
        minimal: () => fetchAll(`${minimal.url}/`),
      },
      turns,
    ),
  );
  return [ratioAtMost("page/rendered", limit, { ours: tookMs.ours, baseline: tookMs.minimal, unit: "ms" })];
}
