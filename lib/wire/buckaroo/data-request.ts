import { z } from "zod";
import { InputParameters, PairList, storable } from "@/lib/wire/buckaroo/parameters";
import { dataRequestObject, type JsonDataRequest } from "@/lib/wire/buckaroo/json-push";

const text = (most: number) =>
  z
    .union([z.string(), z.number()])
    .transform((value) => storable(String(value)).trim())
    .pipe(z.string().max(most))
    .nullish()
    .transform((value) => (value == null || value === "" ? null : value));

const address = text(500).refine((value) => value === null || /^https?:\/\/[^\s]+$/i.test(value), {
  error: "must be an http address",
});

const currency = text(3).refine((value) => value === null || /^[A-Za-z]{3}$/.test(value), {
  error: "must be a currency like EUR",
});

const ClientIp = z
  .union([z.string(), z.object({ Address: z.string() }).transform(({ Address }) => Address)])
  .nullish()
  .transform((value) => (value == null || value === "" ? null : storable(value).slice(0, 64)));

const Service = z.object({
  Name: z.string().trim().min(1).max(60).transform(storable),
  Action: z
    .string()
    .trim()
    .max(60)
    .nullish()
    .transform((value) => storable(value ?? "")),
  Parameters: InputParameters.nullish().transform((given) => given ?? []),
});

const Amount = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value == null || value === "" ? null : String(value)));

const Call = z
  .object({
    Currency: currency,
    Invoice: text(255),
    Order: text(255),
    Description: text(500),
    Culture: text(10),
    ClientIP: ClientIp,
    IsTest: z.boolean().nullish(),
    AmountDebit: Amount,
    AmountCredit: Amount,
    OriginalTransactionKey: text(64),
    PushURL: address,
    PushURLFailure: address,
    ReturnURL: address,
    ReturnURLCancel: address,
    Services: z.object({ ServiceList: z.tuple([Service], { error: "must name one service" }) }),
    CustomParameters: PairList,
    AdditionalParameters: PairList,
  })
  .transform(
    ({
      Services: {
        ServiceList: [wanted],
      },
      ...call
    }) => ({
      service: wanted.Name,
      action: wanted.Action,
      parameters: wanted.Parameters,
      currency: call.Currency?.toUpperCase() ?? null,
      invoice: call.Invoice,
      order: call.Order,
      description: call.Description,
      culture: call.Culture,
      clientIp: call.ClientIP,
      isTest: call.IsTest ?? false,
      amountDebit: call.AmountDebit,
      amountCredit: call.AmountCredit,
      originalKey: call.OriginalTransactionKey,
      pushUrl: call.PushURL,
      pushUrlFailure: call.PushURLFailure,
      returnUrl: call.ReturnURL,
      returnUrlCancel: call.ReturnURLCancel,
      custom: call.CustomParameters,
      additional: call.AdditionalParameters,
    }),
  );

/** What a call asks for, whether it moves money or not. */
export type BuckarooCall = z.output<typeof Call>;
export type Understood =
  { readonly ok: true; readonly call: BuckarooCall } | { readonly ok: false; readonly problem: string };

/** The first thing that was not understood, by its place in the body. */
export function decodeCall(value: unknown): Understood {
  const read = Call.safeParse(value);
  if (read.success) return { ok: true, call: read.data };
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") ?? "";
  return { ok: false, problem: `${place === "" ? "The body" : place}: ${issue?.message ?? "invalid"}` };
}

const errorKinds = [
  "ChannelErrors",
  "ServiceErrors",
  "ActionErrors",
  "ParameterErrors",
  "CustomParameterErrors",
] as const;

export type WireError = {
  readonly kind: (typeof errorKinds)[number];
  readonly service: string | null;
  readonly action: string | null;
  readonly name: string | null;
  readonly error: string;
  readonly message: string;
};

const errorItem = ({ service, action, name, error, message }: WireError) => ({
  Service: service,
  Action: action,
  Name: name,
  Error: error,
  ErrorMessage: message,
});

/** Domain.md 2.7: every kind is there; null: nothing was wrong. */
export const requestErrors = (errors: readonly WireError[]) =>
  errors.length === 0
    ? null
    : Object.fromEntries(
        errorKinds.map((kind) => [kind, errors.filter((error) => error.kind === kind).map(errorItem)]),
      );

export type AnsweredDataRequest = JsonDataRequest & {
  readonly redirectUrl: string | null;
  readonly errors: readonly WireError[];
};

const fields: Partial<Record<WireError["kind"], string>> = { ServiceErrors: "Name", ActionErrors: "Action" };

/** A service or action that is unknown is a parameter that is wrong too: clients look for it in either place. */
const asParameters = (errors: readonly WireError[]): readonly WireError[] =>
  errors.flatMap((error) => {
    const name = fields[error.kind];
    return name === undefined ? [] : [{ ...error, kind: "ParameterErrors" as const, name }];
  });

/** The shape of the push, with what only an answer says (domain.md 2.7). */
export const dataRequestAnswer = (answered: AnsweredDataRequest) => ({
  ...dataRequestObject(answered),
  RequiredAction:
    answered.redirectUrl === null ? null : { Name: "Redirect", RedirectURL: answered.redirectUrl },
  RequestErrors: requestErrors([...answered.errors, ...asParameters(answered.errors)]),
  ConsumerMessage: null,
});
