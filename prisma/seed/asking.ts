import type { Actor } from "@/lib/kernel/access";
import { maskTraffic } from "@/lib/kernel/mask";
import {
  createDataRequest,
  type CreatedDataRequest,
  type NewDataRequest,
  type Work,
} from "@/lib/features/data-requests/commands/create-data-request";
import { decideWanted, subCodeOf } from "@/lib/features/data-requests/model";
import { Asked } from "@/lib/features/parameters/model";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { keepExchange } from "@/lib/platform/exchanges";
import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { proveScope } from "@/lib/platform/scope";
import { descriptionOf } from "@/lib/wire/buckaroo/codes";
import { dataRequestAnswer } from "@/lib/wire/buckaroo/data-request";
import type { Random } from "@/sandbox/people/random";
import type { SeededWebsite } from "./merchants";

export type AskingWebsite = Pick<SeededWebsite, "id" | "merchantId"> & {
  readonly shown: { readonly name: string };
};

export type RequestStory = {
  readonly website: AskingWebsite;
  readonly random: Random;
  readonly number: number;
  readonly begins: Date;
};

type Named = readonly [first: string, last: string];
export const people: readonly [Named, ...Named[]] = [
  ["Sanne", "Jansen"],
  ["Daan", "de Boer"],
  ["Emma", "Visser"],
  ["Lucas", "Meijer"],
  ["Noor", "van Dam"],
];

export const actorOf = ({ merchantId, id, shown }: AskingWebsite): Actor => ({
  kind: "api",
  id,
  name: shown.name,
  scope: proveScope(merchantId),
  may: new Set(),
  address: null,
});

type Asking = {
  readonly service: string;
  readonly action: string;
  readonly values: Readonly<Record<string, string>>;
};

function wishOf(website: AskingWebsite, { service, action, values }: Asking): NewDataRequest {
  const parameters = Object.entries(values).map(([name, value]) => ({
    name: name.split("/").at(-1) ?? "",
    groupType: name.includes("/") ? (name.split("/")[0] ?? null) : null,
    groupId: null,
    value,
  }));
  const none = { order: null, clientIp: null, pushUrl: null, pushUrlFailure: null };
  return {
    ...none,
    websiteId: website.id,
    service,
    action,
    asked: new Asked(parameters, "EUR"),
    currency: "EUR",
    invoice: values["Invoice"] ?? null,
    culture: "nl-NL",
    isTest: false,
    custom: [],
    additional: [],
    returnUrl: null,
    returnUrlCancel: null,
    channel: "json",
    correlationId: newId(),
  };
}

/** A request that is not valid ends as 491 before anybody works on it. */
const checked = (wish: NewDataRequest, work: Work): Work => {
  const { service, action, asked } = wish;
  const decided = decideWanted({ service, action, parameters: asked.parameters }, "EUR");
  if (!("errors" in decided)) return work;
  const { errors } = decided;
  return () => Promise.resolve({ beginning: "refuse_input", errors, text: errors[0]?.message ?? "" });
};

const bodyOf = ({ currency, invoice, service, action, asked }: NewDataRequest) => ({
  Currency: currency,
  ...(invoice === null ? {} : { Invoice: invoice }),
  Services: {
    ServiceList: [
      {
        Name: service,
        Action: action,
        Parameters: asked.parameters.map(({ name, groupType, value }) => ({
          Name: name,
          ...(groupType === null ? {} : { GroupType: groupType }),
          Value: value,
        })),
      },
    ],
  },
});

function answerOf(wish: NewDataRequest, { code, text, at, ...created }: CreatedDataRequest) {
  const sub = { code: subCodeOf(code), description: text ?? descriptionOf(code) };
  const status = { code, sub: code === 190 && text === null ? null : sub, at };
  return dataRequestAnswer({ ...wish, ...created, status });
}

const json = { "content-type": "application/json" };

/** An exchange as the wire would have recorded it. */
export const exchangeOf = (
  about: Pick<ExchangeRecord, "leg" | "url" | "status" | "tookMs">,
  request: object,
  answer: object | null,
): ExchangeRecord => ({
  ...about,
  method: "POST",
  requestHeaders: json,
  requestBody: maskTraffic(JSON.stringify(request)),
  responseHeaders: json,
  responseBody: answer === null ? "" : maskTraffic(JSON.stringify(answer)),
  error: null,
  startedAt: now(),
});

/** A shop asks, is answered, and the message is kept. */
export async function ask(
  website: AskingWebsite,
  asking: Asking,
  work: (wish: NewDataRequest) => Work,
): Promise<CreatedDataRequest> {
  const actor = actorOf(website);
  const wish = wishOf(website, asking);
  const created = await createDataRequest(actor, wish, checked(wish, work(wish)));
  const url = new URL("/json/DataRequest", env().baseUrl).href;
  const about = {
    leg: "merchant_to_us",
    url,
    status: 200,
    tookMs: 20 + (wish.asked.parameters.length % 9) * 7,
  } as const;
  const exchange = exchangeOf(about, bodyOf(wish), answerOf(wish, created));
  const subject = { dataRequestId: created.id };
  await keepExchange(actor.scope, { correlationId: wish.correlationId, subject, exchange });
  return created;
}
