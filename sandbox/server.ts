import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export type Call = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};
/** What to answer. Null when the handler has dealt with the socket itself. */
export type Answer = { readonly status: number; readonly body: unknown } | null;
type Handler = (call: Call) => Answer | Promise<Answer>;
/** Keys are a verb and a pattern: `GET /inquiries/*`. */
export type Routes = Readonly<Record<string, Handler>>;
export type Running = { readonly url: string; readonly port: number; readonly stop: () => Promise<void> };

const maxBodyBytes = 1024 * 1024;

async function readText(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The body as an object; anything else is an empty one, which the schemas refuse. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function find(routes: Routes, method: string, path: string): Handler | undefined {
  return routes[`${method} ${path}`] ?? routes[`${method} ${path.slice(0, path.lastIndexOf("/"))}/*`];
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === null || response.destroyed) return;
  const body = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

async function handle(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://sandbox");
  const handler = find(routes, request.method ?? "GET", pathname);
  const text = await readText(request);
  if (text === null || handler === undefined) {
    const [status, error] = text === null ? [413, "too_large"] : [404, "no_such_address"];
    reply(response, { status, body: { error } });
    return;
  }
  const call = { path: pathname, query: searchParams, headers: request.headers, text, request, response };
  reply(response, await handler(call));
}

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

/** Serves on loopback only. Port 0 picks a free one. */
export async function serve(routes: Routes, port: number): Promise<Running> {
  const server = createServer((request, response) => {
    handle(routes, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  const bound = await listen(server, port);
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}`, port: bound, stop };
}
