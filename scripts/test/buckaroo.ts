import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { GET as getStatus } from "@/app/(wire)/json/DataRequest/Status/[key]/route";
import { POST as postDataRequest } from "@/app/(wire)/json/DataRequest/route";
import { POST as postBatch } from "@/app/(wire)/json/batch/DataRequests/route";
import { now } from "@/lib/platform/clock";
import { hmacHeader } from "@/lib/wire/buckaroo/hmac";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const origin = "http://portal.example";

/** The key by which a shop's website signs its calls. */
async function websiteKeyOf(shop: Shop): Promise<string> {
  const [row] = await rowsOf<{ key: string }>("select website_key as key from website where id = $1", [
    shop.websiteId,
  ]);
  return row?.key ?? "";
}

type Signing = {
  readonly secret?: string;
  readonly nonce?: string;
  readonly seconds?: number;
  readonly websiteKey?: string;
  /** Another address or body than the one that is sent. */
  readonly url?: string;
  readonly body?: string;
};

/** A request as the vendor's clients send it, signed; `signing` says what they got wrong. */
export async function signedRequest(
  shop: Shop,
  method: "GET" | "POST",
  path: string,
  body = "",
  signing: Signing = {},
): Promise<Request> {
  const { secret = shop.pushSecret, ...given } = signing;
  const authorization = hmacHeader(secret, {
    websiteKey: given.websiteKey ?? (await websiteKeyOf(shop)),
    method,
    url: `${origin}${path}`,
    body,
    nonce: randomBytes(16).toString("hex"),
    seconds: Math.floor(now().getTime() / 1000),
    ...given,
  });
  return new Request(`${origin}${path}`, {
    method,
    headers: {
      authorization,
      "content-type": "application/json; charset=utf-8",
      culture: "nl-NL",
      channel: "Web",
      software: '{"PlatformName":"test"}',
    },
    ...(method === "POST" ? { body } : {}),
  });
}

export type DataRequestBody = {
  readonly Key: string;
  readonly Status: { readonly Code: { readonly Code: number } };
  readonly Services: readonly {
    readonly Parameters: readonly { readonly Name: string; readonly Value: string }[];
  }[];
  readonly RequiredAction: { readonly Name: string; readonly RedirectURL: string } | null;
  readonly RequestErrors: Readonly<
    Record<string, readonly { readonly Name: string | null; readonly Error: string }[]>
  > | null;
};

export const callOf = (
  service: string,
  action: string,
  values: Readonly<Record<string, string | number | boolean>>,
  more: object = {},
) => ({
  Currency: "EUR",
  ...more,
  Services: {
    ServiceList: [
      {
        Name: service,
        Action: action,
        Parameters: Object.entries(values).map(([Name, Value]) => ({
          Name: Name.split("/").at(-1) ?? "",
          ...(Name.includes("/") ? { GroupType: Name.split("/")[0] } : {}),
          Value,
        })),
      },
    ],
  },
});

export async function sendDataRequest(shop: Shop, text: string, signing: Signing = {}): Promise<Response> {
  const request = await signedRequest(shop, "POST", "/json/DataRequest", text, signing);
  return postDataRequest(request, { params: Promise.resolve({}) });
}

export async function sendBatch(shop: Shop, text: string): Promise<Response> {
  const request = await signedRequest(shop, "POST", "/json/batch/DataRequests", text);
  return postBatch(request, { params: Promise.resolve({}) });
}

/** Asks for something and reads the answer. */
export async function askFor(
  shop: Shop,
  service: string,
  action: string,
  values: Readonly<Record<string, string | number | boolean>> = {},
  more: object = {},
): Promise<DataRequestBody> {
  const answer = await sendDataRequest(shop, JSON.stringify(callOf(service, action, values, more)));
  expect(answer.status).toBe(200);
  return (await answer.json()) as DataRequestBody;
}

export async function askStatus(shop: Shop, key: string): Promise<Response> {
  const request = await signedRequest(shop, "GET", `/json/DataRequest/Status/${key}`);
  return getStatus(request, { params: Promise.resolve({ key }) });
}

export const codeOf = (body: DataRequestBody): number => body.Status.Code.Code;
export const outputsOf = (body: DataRequestBody): Readonly<Record<string, string>> =>
  Object.fromEntries((body.Services[0]?.Parameters ?? []).map(({ Name, Value }) => [Name, Value]));
export const wrongOf = (body: DataRequestBody): readonly (string | null)[] =>
  Object.values(body.RequestErrors ?? {}).flatMap((errors) => errors.map(({ Name }) => Name));
