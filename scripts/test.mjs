import { availableParallelism } from "node:os";
import { none, report, runInTurn, runStages, sum } from "./test/run-stage.mjs";
import { browserTests, build, databaseTests, setup, verify } from "./test/stages.mjs";

/** Beside the database tests, which take longest. */
async function verifyAndBuild(lanes) {
  const verified = await runStages(verify, lanes);
  return { verified, built: await runInTurn([build]) };
}

/** Everything, from a fresh checkout, with nothing started. A later step runs only on what it needs. */
async function testAll() {
  const prepared = await runInTurn(setup());
  if (prepared.failed > 0) return prepared;
  const [tested, { verified, built }] = await Promise.all([
    runInTurn([databaseTests]),
    verifyAndBuild(Math.max(1, availableParallelism() - 1)),
  ]);
  const seen = built.failed > 0 ? none : await runInTurn(browserTests());
  return sum([tested, verified, built, seen]);
}

report(await testAll());
