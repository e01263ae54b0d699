import { connect, createServer } from "node:net";
import { codeOf } from "./problem";

type Tried = { readonly port: number } | { readonly refused: string };

const listen = (port: number, host: string) =>
  new Promise<Tried>((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ refused: codeOf(error) ?? "unknown reason" }));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve({ port: bound }));
    });
  });

export async function freePort(): Promise<number> {
  const tried = await listen(0, "127.0.0.1");
  if ("refused" in tried) throw new Error("the system gave no free port");
  return tried.port;
}

/** The system's code when the port cannot be had on one of the hosts, else null. */
export async function whyRefused(port: number, hosts: readonly string[]): Promise<string | null> {
  for (const host of hosts) {
    const tried = await listen(port, host);
    if ("refused" in tried) return tried.refused;
  }
  return null;
}

const isFree = async (port: number): Promise<boolean> =>
  (await whyRefused(port, ["127.0.0.1", "0.0.0.0"])) === null;

/** The wished port when it is free, else another one. */
export const freePortLike = async (wished: number | undefined): Promise<number> =>
  wished !== undefined && (await isFree(wished)) ? wished : freePort();

/** Somebody takes connections there. */
export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
