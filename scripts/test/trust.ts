import { expect } from "vitest";
import { POST as postJson } from "@/app/(wire)/json/route";
import { POST as postXml } from "@/app/(wire)/xml/route";
import type { Shop } from "@/prisma/factories/shop";

export type Fields = Record<string, unknown>;
export type Entry = Record<string, string> & {
  readonly errordata?: string[];
  readonly records?: Record<string, string>[];
};
export type Envelope = {
  readonly requestreference: string;
  readonly version: string;
  readonly secrand: string;
  readonly response: readonly Entry[];
};

/** Before anything reads the environment: the process reads it once. */
export const configure = (settings: Readonly<Record<string, string>>) => Object.assign(process.env, settings);

type Headers = Readonly<Record<string, string>>;

export const basic = ({ alias, password }: { alias: string; password: string }) =>
  `Basic ${Buffer.from(`${alias}:${password}`).toString("base64")}`;

const request = (shop: Shop, path: string, contentType: string, body: string, headers: Headers) =>
  new Request(`http://portal.example${path}`, {
    method: "POST",
    headers: { "content-type": contentType, authorization: basic(shop.trust), ...headers },
    body,
  });
const noParams = { params: Promise.resolve({}) };

export const sendJson = (shop: Shop, body: string, headers: Headers = {}) =>
  postJson(request(shop, "/json/", "application/json;charset=utf-8", body, headers), noParams);

export const sendXml = (shop: Shop, body: string, headers: Headers = {}) =>
  postXml(request(shop, "/xml/", "text/xml;charset=utf-8", body, headers), noParams);

/** Several requests in one post, as the vendor's clients send them. */
export async function ask(shop: Shop, requests: readonly Fields[], headers: Headers = {}): Promise<Envelope> {
  const body = { alias: shop.trust.alias, version: "1.00", request: requests, libraryversion: "x" };
  const answer = await sendJson(shop, JSON.stringify(body), headers);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Envelope;
}

export async function askOne(shop: Shop, fields: Fields): Promise<Entry> {
  const { response } = await ask(shop, [fields]);
  expect(response).toHaveLength(1);
  return response[0] ?? {};
}

export const auth = (shop: Shop, fields: Fields = {}): Fields => ({
  requesttypedescriptions: ["AUTH"],
  sitereference: shop.siteReference,
  baseamount: "1050",
  currencyiso3a: "GBP",
  pan: "4111111111111111",
  expirydate: "12/2030",
  securitycode: "123",
  ...fields,
});

/** An authorised payment and its reference. */
export async function pay(shop: Shop, fields: Fields = {}): Promise<string> {
  const paid = await askOne(shop, auth(shop, fields));
  expect(paid).toMatchObject({ errorcode: "0" });
  return paid["transactionreference"] ?? "";
}

export const queryFor = (filter: Fields): Fields => ({
  requesttypedescriptions: ["TRANSACTIONQUERY"],
  filter,
});
export const byReference = (reference: string) => queryFor({ transactionreference: [{ value: reference }] });

/** What the vendor's Python client sends. */
export const update = (shop: Shop, reference: string, updates: unknown): Fields => ({
  requestreference: "A0w62dp44",
  requesttypedescriptions: ["TRANSACTIONUPDATE"],
  filter: {
    sitereference: [{ value: shop.siteReference }],
    transactionreference: [{ value: reference }],
  },
  updates,
});

export async function recordOf(shop: Shop, reference: string): Promise<Record<string, string>> {
  const found = await askOne(shop, byReference(reference));
  expect(found).toMatchObject({ errorcode: "0", found: "1" });
  return found.records?.[0] ?? {};
}
