import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { POST as reports } from "@/app/(wire)/sms/reports/route";
import { startSmsProvider } from "@/sandbox/sms/provider";

const secret = "what the provider and the portal know";

/** The portal's end for the provider's words, over a real socket; counts what it answered. */
async function startEar(statuses: number[]): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const part of request) body += String(part);
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
      );
      const url = `http://portal.example${request.url ?? ""}`;
      const heard = await reports(new Request(url, { method: "POST", headers, body }));
      statuses.push(heard.status);
      response.writeHead(heard.status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The sandbox's SMS provider on loopback, speaking with the portal in both directions over HTTP. */
export function useSmsProvider(): { readonly heard: number[] } {
  const heard: number[] = [];
  let stop: (() => Promise<unknown>) | null = null;
  beforeAll(async () => {
    const ear = await startEar(heard);
    const { port } = ear.address() as AddressInfo;
    const provider = await startSmsProvider({
      port: 0,
      secret,
      reportsUrl: `http://127.0.0.1:${port.toString()}/sms/reports`,
      delayMs: 100,
      now: () => new Date(),
    });
    Object.assign(process.env, { SMS_URL: provider.url, SMS_SECRET: secret, GATEWAY_TIMEOUT_MS: "1500" });
    stop = async () => {
      await provider.stop();
      ear.closeAllConnections();
      await new Promise((resolve) => ear.close(resolve));
    };
  });
  afterAll(() => stop?.());
  return { heard };
}
