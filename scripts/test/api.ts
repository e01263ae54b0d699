import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { Problem } from "@/app/api/v1/problem-schema";
import { digestOf, newKey } from "@/lib/platform/secrets";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

type Handler = (request: Request, context: { readonly params: Promise<object> }) => Promise<Response>;

const folder = join(import.meta.dirname, "../../app/api/v1");
const origin = "http://portal.example";

/** The route file of an address, as Next finds it, and what stands in the place of `[id]`. */
function routeOf(pathname: string) {
  let [path, id] = [folder, null as string | null];
  for (const segment of pathname.split("/").slice(3)) {
    const isNamed = !segment.includes("%") && existsSync(join(path, segment));
    if (!isNamed) id = decodeURIComponent(segment);
    path = join(path, isNamed ? segment : "[id]");
  }
  return { file: join(path, "route.ts"), params: id === null ? {} : { id } };
}

/** Asks the route of our API under this address, e.g. `/payments?status=completed`. */
export async function ask(method: string, address: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`${origin}/api/v1${address}`, { method, ...init });
  const { file, params } = routeOf(new URL(request.url).pathname);
  const handlers = (await import(file)) as Readonly<Record<string, Handler | undefined>>;
  const handler = handlers[method];
  if (handler === undefined) throw new Error(`${address} has no ${method}`);
  return handler(request, { params: Promise.resolve(params) });
}

type Headers = Readonly<Record<string, string>>;

export const get = (key: Pick<Shop, "apiKey">, address: string) =>
  ask("GET", address, { headers: { authorization: `Bearer ${key.apiKey}` } });

export const post = (key: Pick<Shop, "apiKey">, address: string, body: unknown, headers: Headers = {}) =>
  ask("POST", address, {
    headers: {
      authorization: `Bearer ${key.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** The problem that an answer tells, checked against its own headers. */
export async function problemOf(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const told = Problem.parse(await answer.json());
  expect(told.status).toBe(answer.status);
  return told;
}

export const reasonOf = async (answer: Response) => (await problemOf(answer)).reason;

export const fieldsOf = async (answer: Response) =>
  Object.fromEntries(((await problemOf(answer)).errors ?? []).map(({ field, reason }) => [field, reason]));

/** A further key of the shop with rights of its own. */
export async function makeKey(shop: Shop, rights: readonly string[]): Promise<{ readonly apiKey: string }> {
  const apiKey = newKey("cf_test");
  await rowsOf(
    `insert into api_key (merchant_id, id, website_id, name, hint, digest, rights, created_at)
     values ($1, $2, $3, 'second', $4, $5, $6, now())`,
    [shop.merchantId, randomUUID(), shop.websiteId, apiKey.slice(0, 12), digestOf(apiKey), rights],
  );
  return { apiKey };
}
