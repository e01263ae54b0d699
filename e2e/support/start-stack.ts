import { mkdtemp, rm, chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, loadSecrets } from "@/scripts/start/environment";
import { startStack } from "@/scripts/start/stack";

/** Everything a stranger would start, on free ports, with data of its own; stopped at the end. */
export default async function globalSetup() {
  const dataDir = await mkdtemp(join(tmpdir(), "counterfoil-e2e-"));
  await chmod(dataDir, 0o755);
  const stack = await startStack({ dataDir, seed: false, traffic: false, build: "if-needed" });
  const { port } = new URL(stack.baseUrl);
  const environment = childEnvironment(await loadSecrets(dataDir), { ...stack, port: Number(port) });
  Object.assign(process.env, environment, {
    SHOP_URL: stack.shopUrl,
    MAIL_URL: stack.mailUrl,
    COUNTERFOIL_STATE: join(dataDir, "state.json"),
  });
  return async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
