import { spawn, type ChildProcess } from "node:child_process";

/** A worker process of its own on the database of this test file, with a clock that can be moved. */
export function startWorkerProcess(
  concurrency: number,
  variables: Readonly<Record<string, string>> = {},
): ChildProcess {
  const options = ["--import", "tsx", "--conditions=react-server"];
  return spawn(process.execPath, [...options, "lib/worker/main.ts"], {
    env: {
      ...process.env,
      COUNTERFOIL_SANDBOX: "1",
      WORKER_CONCURRENCY: concurrency.toString(),
      LOG_LEVEL: "error",
      ...variables,
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
}
