import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { checkAddressAndName, guardedLookup } from "@/lib/platform/address-guard";
import { send } from "@/lib/platform/http";

/** What the name service says, one answer after another; the last one for ever. */
const { answers } = vi.hoisted(() => ({ answers: [] as string[][] }));
vi.mock("node:dns/promises", () => ({
  lookup: () => {
    const found = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(
      (found ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  },
}));

let inner: Server;
let connections = 0;
beforeAll(async () => {
  vi.stubEnv("APP_DATABASE_URL", "postgres://app@127.0.0.1/none");
  vi.stubEnv("AUTH_SECRET", "a secret of sixteen or more");
  vi.stubEnv("SECRETS_KEY", btoa("x".repeat(32)));
  vi.stubEnv("GATEWAY_URL", "http://127.0.0.1:9");
  vi.stubEnv("BASE_URL", "http://portal.example");
  inner = createServer((_request, response) => response.end("inside"));
  inner.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => inner.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("OUTBOUND_ALLOWED", `allowed.example:${(inner.address() as AddressInfo).port.toString()}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => inner.close(resolve));
});
beforeEach(() => {
  answers.length = 0;
});

const call = (url: string) =>
  send({
    ...{ leg: "us_to_shop", method: "POST", url, headers: {}, body: "{}" },
    ...{ timeoutMs: 2_000, guarded: true },
  });

describe("a name that changes its mind (DNS rebinding)", () => {
  it.each([
    ["loopback", ["127.0.0.1"]],
    ["the metadata service", ["169.254.169.254"]],
    ["a private network", ["10.0.0.8"]],
    ["IPv4 in IPv6", ["::ffff:127.0.0.1"]],
    ["link-local", ["fe80::1"]],
    ["a public and a private address", ["93.184.216.34", "192.168.0.1"]],
    ["the same in the other order", ["192.168.0.1", "93.184.216.34"]],
  ])("is saved while it is public and blocked when it leads to %s", async (_what, later) => {
    answers.push(["93.184.216.34"], later);
    expect(await checkAddressAndName("https://rebind.example/push")).toMatchObject({ ok: true });
    expect(await call("https://rebind.example/push")).toMatchObject({ ok: false, error: "blocked" });
    expect(await checkAddressAndName("https://rebind.example/push")).toEqual({
      ok: false,
      error: "private_address",
    });
  });

  it("is called at the very address that was checked: the name service is asked once", async () => {
    answers.push(["93.184.216.34", "2606:4700::1111"], ["127.0.0.1"]);
    const found = await new Promise((resolve) => {
      guardedLookup("rebind.example", { all: true }, (_problem, addresses) => {
        resolve(addresses);
      });
    });
    expect(found).toEqual([
      { address: "93.184.216.34", family: 4 },
      { address: "2606:4700::1111", family: 6 },
    ]);
    expect(answers).toEqual([["127.0.0.1"]]);
  });

  it("is asked for once by calls that begin together, and anew by the next", async () => {
    answers.push(["93.184.216.34"], ["10.0.0.8"], ["10.0.0.9"]);
    const found = () =>
      new Promise((resolve) => {
        guardedLookup("busy.example", {}, (problem, address) => {
          resolve(problem?.name ?? address);
        });
      });
    expect(await Promise.all([found(), found(), found()])).toEqual(Array(3).fill("93.184.216.34"));
    expect(await found()).toBe("BlockedAddress");
    expect(answers).toEqual([["10.0.0.9"]]);
  });

  it("that leads nowhere is refused when it is saved", async () => {
    answers.push([]);
    expect(await checkAddressAndName("https://gone.example/")).toEqual({
      ok: false,
      error: "host_not_found",
    });
  });
});

describe("what is allowed by configuration", () => {
  it.each([
    "http://127.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://2130706433:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://other.example:PORT/",
  ])("opens no other way to the same server: %s", async (text) => {
    answers.push(["127.0.0.1"]);
    const url = text.replace("PORT", (inner.address() as AddressInfo).port.toString());
    expect(await call(url)).toMatchObject({ ok: false, error: "blocked" });
    expect(connections).toBe(0);
  });
});
