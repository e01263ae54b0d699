import { report, runInTurn, runStages } from "./test/run-stage.mjs";
import { setup, verify } from "./test/stages.mjs";

const prepared = await runInTurn(setup());
report(prepared.failed > 0 ? prepared : await runStages(verify));
