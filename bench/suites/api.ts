import { makeCases, type Case } from "@/bench/cases";
import { fetchAll } from "@/bench/http";
import { interleaved, type Task } from "@/bench/measure";
import { ratioAtMost, type Result } from "@/bench/result";
import { startBareServer } from "@/bench/servers/bare";
import { startPortal } from "@/bench/servers/portal";
import { withServers } from "@/bench/servers/server";
import type { Site } from "@/bench/site";

const limit = 3;
const turns = { rounds: 60, warmUp: 15 };

function addressOf({ parameters }: Case): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value ?? []].flat()) search.append(name, one);
  return `/api/v1/payments?${search.toString()}`;
}

type Urls = { readonly portal: string; readonly bare: string };

function tasksOf(site: Site, cases: readonly Case[], urls: Urls): Record<string, Task> {
  const headers = { authorization: `Bearer ${site.apiKey}` };
  const tasks: Record<string, Task> = {};
  for (const one of cases) {
    tasks[`${one.name} ours`] = () => fetchAll(urls.portal + addressOf(one), headers);
    tasks[`${one.name} bare`] = () => fetchAll(`${urls.bare}/${one.name}`);
  }
  return tasks;
}

/** `GET /api/v1/payments` of the built portal against a bare server with the same statements. */
export async function measureApi(site: Site): Promise<Result[]> {
  const cases = await makeCases(site);
  const servers = [() => startPortal(site), () => startBareServer(site, cases)] as const;
  const tookMs = await withServers(servers, (portal, bare) =>
    interleaved(tasksOf(site, cases, { portal: portal.url, bare: bare.url }), turns),
  );
  return cases.map(({ name }) =>
    ratioAtMost(`api/${name}`, limit, {
      ours: tookMs[`${name} ours`] ?? Number.NaN,
      baseline: tookMs[`${name} bare`] ?? Number.NaN,
      unit: "ms",
    }),
  );
}
