import { none, report, runInTurn, runStages, sum } from "./test/run-stage.mjs";
import { browserTests, build, databaseTests, setup, verify } from "./test/stages.mjs";

/** Everything, from a fresh checkout, with nothing started. A later step runs only on what it needs. */
async function testAll() {
  const prepared = await runInTurn(setup());
  if (prepared.failed > 0) return prepared;
  const verified = await runStages([...verify, databaseTests]);
  const built = await runInTurn([build]);
  const seen = built.failed > 0 ? none : await runInTurn(browserTests());
  return sum([verified, built, seen]);
}

report(await testAll());
