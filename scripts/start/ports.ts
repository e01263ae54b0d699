import { createServer } from "node:net";

const listen = (port: number, host: string) =>
  new Promise<number | null>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(bound));
    });
  });

export async function freePort(): Promise<number> {
  const port = await listen(0, "127.0.0.1");
  if (port === null) throw new Error("the system gave no free port");
  return port;
}

export const isFree = async (port: number): Promise<boolean> =>
  (await listen(port, "127.0.0.1")) !== null && (await listen(port, "0.0.0.0")) !== null;

/** The wished port when it is free, else another one. */
export const freePortLike = async (wished: number | undefined): Promise<number> =>
  wished !== undefined && (await isFree(wished)) ? wished : freePort();
