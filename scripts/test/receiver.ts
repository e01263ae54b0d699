import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { closeFactories } from "@/prisma/factories/shop";

type Call = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
type Answer = (call: Call, response: ServerResponse) => void;

/** A shop's end of the line: real HTTP, an answer per path, and a memory of what came. */
export class Receiver {
  readonly calls: Call[] = [];
  connections = 0;
  port = 0;
  private readonly answers = new Map<string, Answer>();
  private readonly server = createServer((request, response) => void this.take(request, response));

  url(path: string): string {
    return `http://127.0.0.1:${this.port.toString()}${path}`;
  }

  /** Statuses in the order of the calls; the last one is given for ever. */
  answer(path: string, ...statuses: readonly number[]) {
    const left = [...statuses];
    this.answerWith(path, (_call, response) => {
      const status = left.length > 1 ? left.shift() : left[0];
      response.writeHead(status ?? 500).end("noted");
    });
  }

  answerWith(path: string, answer: Answer) {
    this.answers.set(path, answer);
  }

  to(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  async start() {
    this.server.on("connection", () => {
      this.connections += 1;
    });
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse) {
    let body = "";
    for await (const part of request) body += String(part);
    const call = { path: request.url ?? "", headers: request.headers as Record<string, string>, body };
    this.calls.push(call);
    const answer = this.answers.get(call.path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(call, response);
  }
}

/** Lets pushes reach these. */
export function allow(receivers: readonly Receiver[]): void {
  const pairs = receivers.map(({ port }) => `127.0.0.1:${port.toString()}`);
  Object.assign(process.env, { OUTBOUND_ALLOWED: pairs.join(",") });
}

/** Servers on loopback: two that configuration allows, and one that no push may ever reach. */
export function useReceivers(): {
  readonly shop: Receiver;
  readonly other: Receiver;
  readonly forbidden: Receiver;
} {
  const all = { shop: new Receiver(), other: new Receiver(), forbidden: new Receiver() };
  beforeAll(async () => {
    await Promise.all([all.shop.start(), all.other.start(), all.forbidden.start()]);
    allow([all.shop, all.other]);
    Object.assign(process.env, { PUSH_TIMEOUT_MS: "400" });
  });
  afterAll(async () => {
    await closeDatabase();
    await closeFactories();
    await Promise.all([all.shop.stop(), all.other.stop(), all.forbidden.stop()]);
  });
  return all;
}
