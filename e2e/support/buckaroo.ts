import { createHash, createHmac } from "node:crypto";
import { expect } from "@playwright/test";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { baseUrl } from "@/e2e/support/world";

/** As a shop's own code signs it (domain.md 2.6.2), with nothing of ours. */
async function authorization(shop: Shop, method: string, path: string, body: string): Promise<string> {
  const [row] = await rowsOf<{ key: string }>("select website_key as key from website where id = $1", [
    shop.websiteId,
  ]);
  const key = row?.key ?? "";
  const url = encodeURIComponent(`${baseUrl()}${path}`.replace(/^https?:\/\//, "")).toLowerCase();
  const [seconds, nonce] = [
    Math.floor(Date.now() / 1000).toString(),
    crypto.randomUUID().replaceAll("-", ""),
  ];
  const content = createHash("md5").update(body).digest("base64");
  const signature = createHmac("sha256", shop.pushSecret)
    .update(`${key}${method}${url}${seconds}${nonce}${content}`)
    .digest("base64");
  return `hmac ${key}:${signature}:${nonce}:${seconds}`;
}

type Answered = {
  readonly Key: string;
  readonly Status: { readonly Code: { readonly Code: number } };
  readonly RequiredAction: { readonly RedirectURL: string };
  readonly Services: readonly {
    readonly Parameters: readonly { readonly Name: string; readonly Value: string }[];
  }[];
};

type Wish = {
  readonly service: string;
  readonly action: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly more?: object;
};

/** A shop asks for something, over the machine entrance. */
export async function askFor(shop: Shop, { service, action, values = {}, more = {} }: Wish) {
  const Parameters = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  const path = "/json/DataRequest";
  const body = JSON.stringify({
    Currency: "EUR",
    ...more,
    Services: { ServiceList: [{ Name: service, Action: action, Parameters }] },
  });
  const answer = await fetch(`${baseUrl()}${path}`, {
    method: "POST",
    headers: {
      authorization: await authorization(shop, "POST", path, body),
      "content-type": "application/json",
    },
    body,
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const asked = (await answer.json()) as Answered;
  const [row] = await rowsOf<{ id: string }>("select id from data_request where key = $1", [asked.Key]);
  const outputs = (asked.Services[0]?.Parameters ?? []).map(({ Name, Value }) => [Name, Value] as const);
  return { ...asked, id: row?.id ?? "", outputs: Object.fromEntries(outputs) as Record<string, string> };
}
