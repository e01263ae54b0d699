import { makeCases, queryOf, type Case } from "@/bench/cases";
import { interleaved, type Task } from "@/bench/measure";
import { ratioAtMost, type Result } from "@/bench/result";
import type { Site } from "@/bench/site";
import { findPayments } from "@/lib/features/payments/queries/list";

const bareLimit = 2.5;
const deepLimit = 1.2;
const filterLimit = 5;
const turns = { rounds: 100, warmUp: 15 };

/** From the address to rows, and the same statement on a bare connection of the owner. */
function tasksOf(site: Site, cases: readonly Case[]): Record<string, Task> {
  const tasks: Record<string, Task> = {};
  for (const { name, parameters, bare } of cases) {
    const { text, values } = bare;
    tasks[`${name} ours`] = () => findPayments(site.scope, queryOf(parameters));
    tasks[`${name} bare`] = () => site.owner.query(text, values);
  }
  return tasks;
}

function compareWithFirst(cases: readonly Case[], tookMs: Readonly<Record<string, number>>): Result[] {
  const first = tookMs["first-page ours"] ?? Number.NaN;
  const sides = (name: string) => ({
    ours: tookMs[`${name} ours`] ?? Number.NaN,
    baseline: first,
    unit: "ms",
  });
  return [
    ratioAtMost("query/page-1000-to-first-page", deepLimit, sides("page-1000")),
    ...cases
      .filter(({ isFilter }) => isFilter)
      .map(({ name }) => ratioAtMost(`query/${name}-to-first-page`, filterLimit, sides(name))),
  ];
}

/** In process: parse, query under row security, map; against the bare statement. */
export async function measureQueries(site: Site): Promise<Result[]> {
  const cases = await makeCases(site);
  const tookMs = await interleaved(tasksOf(site, cases), turns);
  const compared = cases.map(({ name }) =>
    ratioAtMost(`query/${name}`, bareLimit, {
      ours: tookMs[`${name} ours`] ?? Number.NaN,
      baseline: tookMs[`${name} bare`] ?? Number.NaN,
      unit: "ms",
    }),
  );
  return [...compared, ...compareWithFirst(cases, tookMs)];
}
