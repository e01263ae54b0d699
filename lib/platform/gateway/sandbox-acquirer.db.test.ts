import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { now } from "@/lib/platform/clock";
import type { GatewayPort, SettlementItem } from "@/lib/platform/gateway/port";
import { sandboxAcquirer } from "@/lib/platform/gateway/sandbox-acquirer";
import { startAcquirer } from "@/sandbox/acquirer/acquirer";

const timeoutMs = 1_000;
const euros = (minor: number) => ({ minor, currency: "EUR" });
const card = { number: "4111111111111111", expiry: "12/2030", securityCode: "123" };

let stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

const authorise = (port: GatewayPort, operationId: string, minor = 10_000) =>
  port.authorise({
    operationId,
    siteReference: "shop",
    amount: euros(minor),
    method: "card",
    card,
    initialReference: null,
    preAuthorisation: false,
  });

const captureOf = (operationId: string, reference: string, minor = 1_000): SettlementItem => ({
  operationId,
  kind: "capture",
  reference,
  amount: euros(minor),
});

async function approvedReference(port: GatewayPort, operationId: string): Promise<string> {
  const { answer } = await authorise(port, operationId);
  if (answer.outcome !== "approved") throw new Error(`not approved: ${answer.outcome}`);
  return answer.reference;
}

describe("the port at the sandbox's acquirer", () => {
  let port: GatewayPort;
  let url: string;
  const control = (change: unknown) =>
    fetch(`${url}/control`, { method: "POST", body: JSON.stringify(change) });

  beforeEach(async () => {
    const running = await startAcquirer({
      port: 0,
      journal: null,
      lateMs: 3_000,
      pendingMs: 1_000,
      now,
      die: () => undefined,
    });
    stops.push(running.stop);
    ({ url } = running);
    port = sandboxAcquirer({ url, timeoutMs });
  });

  it("settles what it can and calls the rest unknown", async () => {
    const reference = await approvedReference(port, "a");
    const { answers, exchange } = await port.settle({
      items: [
        captureOf("late", reference, 6603),
        captureOf("over", reference, 9_000),
        captureOf("declined", reference, 6601),
      ],
    });
    expect(exchange).toMatchObject({ leg: "us_to_gateway", status: 200 });
    expect([...answers.keys()]).toEqual(["late", "over", "declined"]);
    expect(answers.get("late")).toEqual({ outcome: "unknown", code: "bad_answer" });
    expect(answers.get("over")).toMatchObject({ outcome: "declined", code: "61" });
    expect(answers.get("declined")).toMatchObject({ outcome: "declined", code: "05" });
    const { answer } = await port.inquire({ operationId: "late" });
    expect(answer).toMatchObject({ outcome: "approved" });
  });

  it("says of one item only that its key was used for something else", async () => {
    const reference = await approvedReference(port, "a");
    await port.settle({ items: [captureOf("c", reference, 500)] });
    const again = await port.settle({ items: [captureOf("c", reference, 501)] });
    expect(again.answers.get("c")).toEqual({ outcome: "failed", code: "other_parameters_under_this_key" });
  });

  it("settles 500 items in one exchange", async () => {
    const reference = await approvedReference(port, "a");
    const items = Array.from({ length: 500 }, (_, index): SettlementItem => ({
      ...captureOf(`c${index}`, index === 0 ? reference : `AUT-OF-OLD-${index}`, 10),
    }));
    const { answers } = await port.settle({ items });
    expect(new Set([...answers.values()].map(({ outcome }) => outcome))).toEqual(new Set(["approved"]));
    expect(answers.size).toBe(500);
  });

  it("calls everything unknown when the acquirer dies after booking, and finds it booked", async () => {
    const reference = await approvedReference(port, "a");
    await control({ mode: "book-then-die" });
    const { answers } = await port.settle({ items: [captureOf("c", reference), captureOf("d", reference)] });
    expect([...answers]).toEqual([
      ["c", { outcome: "unknown", code: "unreachable" }],
      ["d", { outcome: "unknown", code: "unreachable" }],
    ]);
    expect((await port.inquire({ operationId: "c" })).answer).toMatchObject({ outcome: "approved" });
  });

  it("calls everything unknown at a fault of the acquirer", async () => {
    const reference = await approvedReference(port, "a");
    await control({ mode: "error", count: 1 });
    const { answers } = await port.settle({ items: [captureOf("c", reference)] });
    expect(answers.get("c")).toEqual({ outcome: "unknown", code: "server_error" });
    expect((await port.inquire({ operationId: "c" })).answer).toEqual({ outcome: "not_found" });
  });

  it("calls an item failed that the acquirer does not understand, and not its neighbour", async () => {
    const reference = await approvedReference(port, "a");
    const { answers } = await port.settle({
      items: [captureOf("c", reference, 0), captureOf("d", reference)],
    });
    expect(answers.get("c")).toEqual({ outcome: "failed", code: "invalid amount.minor" });
    expect(answers.get("d")).toMatchObject({ outcome: "approved" });
  });

  it("holds a refund, takes it back and tells what the balance cannot pay", async () => {
    const authorisationReference = await approvedReference(port, "a");
    await port.capture({ operationId: "c", authorisationReference, amount: euros(10_000), isFinal: true });
    const wish = { authorisationReference, amount: euros(400) };
    const held = await port.refund({ operationId: "h", ...wish, isHeld: true });
    if (held.answer.outcome !== "approved") throw new Error("not held");
    const { reference } = held.answer;
    const reversed = await port.reverse({ operationId: "v", reference, originalOperationId: null });
    expect(reversed.answer).toMatchObject({ outcome: "approved" });
    await control({ balance: { minor: 399 } });
    const short = await port.refund({ operationId: "r", ...wish, isHeld: false });
    expect(short.answer).toEqual({ outcome: "declined", reference: null, code: "balance" });
    await control({ balance: { minor: 400 } });
    const paid = await port.refund({ operationId: "r", ...wish, isHeld: false });
    expect(paid.answer).toMatchObject({ outcome: "approved" });
  });

  it("takes back an operation before it arrives", async () => {
    await port.reverse({ operationId: "v", reference: null, originalOperationId: "a" });
    expect((await authorise(port, "a")).answer).toMatchObject({ outcome: "declined", code: "reversed" });
  });

  it("pays without the customer on the word of the first authorisation", async () => {
    const initialReference = await approvedReference(port, "a");
    const { answer } = await port.authorise({
      operationId: "b",
      siteReference: "shop",
      amount: euros(990),
      method: "card",
      card: null,
      initialReference,
      preAuthorisation: false,
    });
    expect(answer).toMatchObject({ outcome: "approved" });
  });
});

describe("an acquirer that answers strangely", () => {
  async function answering(listener: RequestListener): Promise<GatewayPort> {
    const server: Server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return sandboxAcquirer({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      timeoutMs: 200,
    });
  }
  const saying =
    (status: number, body: unknown): RequestListener =>
    (_request, response) =>
      response.writeHead(status).end(JSON.stringify(body));
  const items = [captureOf("c", "AUT-1"), captureOf("d", "AUT-2")];
  const approved = { outcome: "approved", reference: "CAP-1", authCode: null, code: "00" } as const;
  const badAnswer = { outcome: "unknown", code: "bad_answer" };

  it.each([
    ["silence", () => undefined, { outcome: "unknown", code: "timeout" }],
    ["no JSON", saying(200, undefined), badAnswer],
    ["a refusal of the batch", saying(422, { error: "invalid items" }), badAnswer],
  ] as const)("gives every item the same after %s", async (_what, listener, expected) => {
    const { answers } = await (await answering(listener)).settle({ items });
    expect([...answers]).toEqual([
      ["c", expected],
      ["d", expected],
    ]);
  });

  it("believes only well-formed answers to items that were sent", async () => {
    const given = [
      { operationId: "c", ...approved },
      { operationId: "d", outcome: "approved", code: "00" },
      { operationId: "stranger", ...approved },
    ];
    const { answers } = await (await answering(saying(200, { items: given }))).settle({ items });
    expect([...answers]).toEqual([
      ["c", approved],
      ["d", badAnswer],
    ]);
  });
});
