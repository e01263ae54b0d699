import { connect, createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "./problem";
import { readJson, writePrivately } from "./state";

const Claim = z.object({ pid: z.int(), port: z.int() });

const isAnswered = (port: number, pid: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 1_000 });
    socket.once("data", (data) => {
      resolve(data.toString() === String(pid));
      socket.destroy();
    });
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => resolve(false));
  });

/** One supervisor per folder: two would fight over the same database. The claim ends with the process. */
export async function claimFolder(folder: string): Promise<void> {
  const path = join(folder, "supervisor.json");
  const found = await readJson(path);
  const read = Claim.safeParse(found);
  if (found !== null && !read.success)
    throw new Problem(`${path} is damaged: make sure that no Counterfoil runs there, then remove it.`);
  if (read.success && (await isAnswered(read.data.port, read.data.pid))) {
    throw new Problem(`Counterfoil is running already, as process ${read.data.pid}: stop that one first.`);
  }
  const server = createServer((socket) => socket.on("error", () => undefined).end(String(process.pid)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const address = server.address();
  if (typeof address === "object" && address !== null)
    await writePrivately(path, { pid: process.pid, port: address.port });
}
