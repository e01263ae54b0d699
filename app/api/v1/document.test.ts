import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openApiDocument } from "@/app/api/v1/document";
import { listingParameters } from "@/app/api/v1/listing-schema";
import { Decision, NewRefund, Nothing, SettlementUpdate } from "@/app/api/v1/refund-schemas";
import { NewCapture, NewPayment, NewRetry, NewShipment, PlatformOrder } from "@/app/api/v1/schemas";
import { parseListing } from "@/lib/listing/parse";
import { paymentListing } from "@/lib/features/payments/listing";
import { problems } from "@/lib/web/problem";

const document: unknown = JSON.parse(JSON.stringify(openApiDocument()));

const Media = z.record(
  z.string(),
  z.looseObject({ schema: z.looseObject({}), examples: z.record(z.string(), z.unknown()).optional() }),
);
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z
    .array(
      z.looseObject({ name: z.string(), in: z.enum(["path", "query", "header"]), schema: z.looseObject({}) }),
    )
    .default([]),
  requestBody: z.looseObject({ required: z.literal(true), content: Media }).optional(),
  responses: z.record(
    z.string().regex(/^\d{3}$/),
    z.looseObject({ description: z.string().min(1), content: Media }),
  ),
});
const Document = z.looseObject({
  openapi: z.string().startsWith("3.1."),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z
      .record(z.enum(["get", "post", "put", "patch", "delete"]), Operation)
      .or(z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), Operation)),
  ),
  components: z.looseObject({
    schemas: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.looseObject({
      apiKey: z.looseObject({ type: z.literal("http"), scheme: z.literal("bearer") }),
    }),
  }),
});
const read = Document.parse(document);
const operations = Object.entries(read.paths).flatMap(([address, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${address}`,
    address,
    operation,
  })),
);

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "$ref" && typeof inner === "string") yield inner;
    else yield* referencesIn(inner);
  }
}

/** `GET /api/v1/payments/{id}` for each method that a route file serves. */
function servedRoutes(): string[] {
  const folder = import.meta.dirname;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .filter((file) => !file.includes("[...") && !file.startsWith("openapi.json"))
    .flatMap((file) => {
      const source = readFileSync(path.join(folder, file), "utf8");
      const address = path.join("/api/v1", path.dirname(file)).replace(/\[(\w+)\]/g, "{$1}");
      return [...source.matchAll(/^export const (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(
        ([, method]) => `${method ?? ""} ${address}`,
      );
    });
}

describe("the OpenAPI document", () => {
  it("names every route that is served, and no other", () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(servedRoutes().sort());
  });

  it("points nowhere but to what is there", () => {
    const names = Object.keys(read.components.schemas);
    for (const reference of referencesIn(document)) {
      expect(names).toContain(reference.replace("#/components/schemas/", ""));
    }
  });

  it("has operation ids that differ", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations)(
    "describes the path parameters, the key and the error answers of $name",
    ({ address, operation }) => {
      const names = operation.parameters.map(({ name }) => name);
      for (const [, name] of address.matchAll(/\{(\w+)\}/g)) expect(names).toContain(name);
      // What only checks a file writes nothing.
      const isWrite = operation.requestBody !== undefined && !address.endsWith("/checks");
      expect(names.includes("idempotency-key")).toBe(isWrite);
      const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect(refusals.map(([status]) => status)).toEqual(expect.arrayContaining(["401", "403", "500"]));
      for (const [status, { content }] of refusals) {
        const examples = content["application/problem+json"]?.examples ?? {};
        expect(Object.keys(examples).length).toBeGreaterThan(0);
        for (const reason of Object.keys(examples)) {
          expect(problems[reason as keyof typeof problems].status).toBe(Number(status));
        }
      }
    },
  );

  it.each([
    ...[NewPayment, NewRetry, NewCapture, NewShipment, PlatformOrder],
    ...[NewRefund, SettlementUpdate, Nothing, Decision],
  ])("carries examples that its own schemas accept", (schema) => {
    expect(schema.safeParse(schema.meta()?.["example"]).error).toBeUndefined();
  });
});

const parameters = Object.keys(listingParameters(paymentListing).shape);
const context = { timezone: "Europe/Amsterdam", now: new Date("2026-11-22T12:00:00Z") };
const understood = (example: Readonly<Record<string, string>>) =>
  expect(parseListing(paymentListing, example, context).ignored).toEqual([]);

it("documents the parameters that the listing reads", () => {
  const example = {
    q: "eva@",
    status: "completed",
    method: "card",
    website: "0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f",
    from: "2026-03-01",
    to: "2026-03-31",
    "due-from": "2026-03-01",
    "due-to": "2026-12-31",
    "reserved-from": "2026-03-01",
    "reserved-to": "2026-12-31",
    "amount-min": "10.50",
    "amount-max": "99",
    currency: "EUR",
    settle: "2",
    mode: "scheduled",
    refunds: "part",
    push: "failing",
    source: "payment_link",
    order: "A-7",
    invoice: "2026-1",
    email: "@gmail.com",
    country: "PL",
    receiver: "behind",
    renewed: "yes",
    sort: "-amount",
    limit: "50",
  };
  understood(example);
  for (const [name, preset] of [
    ["created", "today"],
    ["due", "tomorrow"],
    ["reserved", "next_7_days"],
  ] as const) {
    understood({ [name]: preset });
  }
  const all = [...Object.keys(example), "created", "due", "reserved", "after", "before"];
  expect(parameters.sort()).toEqual(all.sort());
});
