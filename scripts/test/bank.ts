import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { POST as notifications } from "@/app/(wire)/bank/notifications/route";
import { env } from "@/lib/platform/env";
import { startBank } from "@/sandbox/bank/bank";

const secret = "what the bank and the portal know";

/** The portal's end for the bank's words, over a real socket; counts what it answered. */
async function startEar(statuses: number[]): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const part of request) body += String(part);
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
      );
      const heard = await notifications(
        new Request(`http://portal.example${request.url ?? ""}`, { method: "POST", headers, body }),
      );
      statuses.push(heard.status);
      response.writeHead(heard.status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The sandbox's bank on loopback, speaking with the portal in both directions over HTTP. */
export function useBank(): { readonly heard: number[] } {
  const heard: number[] = [];
  let stop: (() => Promise<unknown>) | null = null;
  beforeAll(async () => {
    const ear = await startEar(heard);
    const port = (ear.address() as AddressInfo).port;
    const bank = await startBank({ port: 0, journal: null, secret, delayMs: 100, now: () => new Date() });
    Object.assign(process.env, {
      BASE_URL: `http://127.0.0.1:${port.toString()}`,
      BANK_URL: bank.url,
      BANK_SECRET: secret,
      GATEWAY_TIMEOUT_MS: "1500",
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
    });
    stop = async () => {
      await bank.stop();
      ear.closeAllConnections();
      await new Promise((resolve) => ear.close(resolve));
    };
  });
  afterAll(() => stop?.());
  return { heard };
}

/** A person at the bank's page presses a button; says where the bank sends them. */
export async function pressAtBank(
  address: string,
  answer: "accept" | "refuse" | "cancel",
): Promise<{ readonly status: number; readonly returnUrl: string | null }> {
  const reference = new URL(address).pathname.split("/").at(-1) ?? "";
  const pressed = await fetch(new URL(`/answers/${reference}`, address), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ answer, bank: "RABONL2U" }),
  });
  return { status: pressed.status, returnUrl: pressed.headers.get("location") };
}

export async function controlBank(change: object): Promise<void> {
  const answer = await fetch(`${env().bankUrl ?? ""}/control`, {
    method: "POST",
    body: JSON.stringify(change),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
