import { err, ok, type Result } from "@/lib/kernel/result";
import { advance, type Flow } from "@/lib/kernel/transitions";
import { invoiceActions } from "@/lib/features/invoices/model";
import { mandateActions } from "@/lib/features/mandates/model";
import { Asked, problemsOf, type Field, type Parameter } from "@/lib/features/parameters/model";
import { qrActions } from "@/lib/features/qr-codes/model";

/** Domain.md 2.2. */
export const dataRequestCodes = [190, 490, 491, 492, 690, 790, 791, 792, 793, 794, 890, 891] as const;
export type DataRequestCode = (typeof dataRequestCodes)[number];
type CodeText = `${DataRequestCode}`;

export const dataRequestEvents = [
  "accept",
  "fail",
  "reject",
  "come_back",
  "cancel_by_consumer",
  "cancel_by_merchant",
  "hold",
  "release",
  "approve",
  "disapprove",
  "expire",
] as const;
export type DataRequestEvent = (typeof dataRequestEvents)[number];

const reported = { accept: "190", fail: "490", reject: "690" } as const;
const cancellable = { cancel_by_merchant: "891" } as const;

/**
 * Domain.md 2.3. The bank's word that the customer cancelled may come after the customer (791): it is the same
 * end as before. What is definitive stays so.
 */
export const dataRequestFlow: Flow<CodeText, DataRequestEvent> = {
  "790": { ...reported, ...cancellable, come_back: "791", cancel_by_consumer: "890", expire: "490" },
  "791": { ...reported, ...cancellable, cancel_by_consumer: "890", hold: "793" },
  "792": { ...reported, ...cancellable, hold: "793", expire: "490" },
  "793": { ...reported, ...cancellable, release: "791" },
  "794": { ...cancellable, approve: "791", disapprove: "891" },
  "190": {},
  "490": {},
  "491": {},
  "492": {},
  "690": {},
  "890": {},
  "891": {},
};

/** How a request begins: with its end, or with what it waits for (domain.md 2.3, "new"). */
export const beginnings = {
  accept: 190,
  fail: 490,
  refuse_input: 491,
  error: 492,
  need_input: 790,
  await_consumer: 792,
} as const satisfies Readonly<Record<string, DataRequestCode>>;
export type Beginning = keyof typeof beginnings;

export const isDataRequestCode = (code: number): code is DataRequestCode =>
  dataRequestCodes.some((known) => known === code);

export const isDefinitive = (code: DataRequestCode): boolean =>
  Object.keys(dataRequestFlow[`${code}`]).length === 0;

/** Where an event leads from a code. */
export function codeAfter(
  code: DataRequestCode,
  event: DataRequestEvent,
): Result<DataRequestCode, "not_allowed_now"> {
  const next = advance(dataRequestFlow, `${code}`, event);
  return next.ok ? ok(Number(next.value) as DataRequestCode) : next;
}

/** Domain.md 2.6: these are told to the address for failures where there is one. */
export const isFailure = (code: DataRequestCode): boolean =>
  (code >= 490 && code < 700) || code === 890 || code === 891;

const knownSubCodes: Partial<Record<DataRequestCode, string>> = { 190: "S001", 790: "P190", 791: "P191" };
/** Sub codes as far as they are known (domain.md 2.2); others are made from the code. */
export const subCodeOf = (code: DataRequestCode): string => knownSubCodes[code] ?? `S${code.toString()}`;

const guid: Field = { name: "SubscriptionGuid", kind: "key", isRequired: true };
const resumeDate: Field = { name: "ResumeDate", kind: "day" };
const rhythm: readonly Field[] = [
  { name: "Amount", kind: "amount", least: 1, most: 999_999_999_99 },
  { name: "Frequency", kind: "whole", least: 1, most: 999 },
  { name: "Unit", kind: "choice", choices: ["DAY", "MONTH"] },
  { name: "NumberOfPayments", kind: "whole", least: 1, most: 9_999 },
];
const plan: readonly Field[] = [
  { name: "InitialTransaction", kind: "key", isRequired: true },
  ...rhythm,
  { name: "StartDate", kind: "day" },
];

const subscriptionActions: Readonly<Record<string, readonly Field[]>> = {
  CreateSubscription: plan,
  CreateCombinedSubscription: plan,
  UpdateSubscription: [guid, ...rhythm],
  UpdateCombinedSubscription: [guid, ...rhythm],
  StopSubscription: [guid],
  PauseSubscription: [guid, resumeDate],
  ResumeSubscription: [guid, resumeDate],
  SubscriptionInfo: [guid],
  DeletePaymentConfiguration: [guid],
};

const invitationActions: Readonly<Record<string, readonly Field[]>> = {
  PaymentInvitation: [
    { name: "CustomerEmail", kind: "email", isRequired: true },
    { name: "CustomerFirstName", kind: "text", most: 100 },
    { name: "CustomerLastName", kind: "text", most: 100 },
    { name: "CustomerGender", kind: "whole", most: 9 },
    { name: "MerchantSendsEmail", kind: "flag" },
    { name: "ExpirationDate", kind: "day" },
    { name: "Amount", kind: "amount", least: 1, most: 999_999_999_99, isRequired: true },
  ],
};

/** Domain.md 2.4: the services and the parameters of their actions. */
export const services = {
  emandate: mandateActions,
  emandateb2b: mandateActions,
  idealqr: qrActions,
  Subscriptions: subscriptionActions,
  CreditManagement3: invoiceActions,
  payperemail: invitationActions,
} as const;
export type ServiceName = keyof typeof services;
export const serviceNames = Object.keys(services) as readonly ServiceName[];
export const actionNames: readonly string[] = [
  ...new Set(Object.values(services).flatMap((actions) => Object.keys(actions))),
];

type ErrorKind = "ServiceErrors" | "ActionErrors" | "ParameterErrors";
/** An item of RequestErrors (domain.md 2.7). */
export type RequestError = {
  readonly kind: ErrorKind;
  readonly service: string;
  readonly action: string | null;
  readonly name: string | null;
  readonly error: string;
  readonly message: string;
};

export type Wanted = { readonly service: ServiceName; readonly action: string };

const named = <T extends string>(names: readonly T[], name: string): T | null =>
  names.find((known) => known.toLowerCase() === name.toLowerCase()) ?? null;

/** The service and action that are meant, in their own spelling, or every reason why the request is 491. */
export function decideWanted(
  given: { readonly service: string; readonly action: string; readonly parameters: readonly Parameter[] },
  currency: string | null,
): { readonly wanted: Wanted; readonly asked: Asked } | { readonly errors: readonly RequestError[] } {
  const at = { service: given.service, action: given.action, name: null } as const;
  const service = named(serviceNames, given.service);
  if (service === null) {
    const message = `Service ${given.service} is unknown.`;
    return { errors: [{ ...at, kind: "ServiceErrors", action: null, error: "UnknownService", message }] };
  }
  const action = named(Object.keys(services[service]), given.action);
  if (action === null) {
    const message = `Service ${service} has no action ${given.action}.`;
    return { errors: [{ ...at, kind: "ActionErrors", error: "UnknownAction", message }] };
  }
  const asked = new Asked(given.parameters, currency);
  const problems = problemsOf(services[service][action] ?? [], asked);
  if (problems.length === 0) return { wanted: { service, action }, asked };
  return {
    errors: problems.map((problem) => ({ ...at, service, action, kind: "ParameterErrors", ...problem })),
  };
}

/** How long a customer may take: at the bank, with a mail, with the link of an invoice. */
export const lifetimesMs = {
  redirect: 30 * 60_000,
  invitation: 14 * 86_400_000,
  invoice: 365 * 86_400_000,
} as const;

/** What the services' own work ends in, before the request is written. */
export type Outcome = {
  readonly beginning: Beginning;
  readonly outputs?: readonly Parameter[];
  readonly text?: string;
  readonly errors?: readonly RequestError[];
  readonly references?: {
    readonly redirectUrl?: string;
    readonly bankReference?: string;
    readonly expiresAt?: Date;
    readonly subscriptionId?: string;
    readonly invoiceId?: string;
  };
};

export const failed = (text: string): Outcome => ({ beginning: "fail", text });

/** 491 for a parameter that is well formed and cannot be so. */
export const refusedFor = ({ service, action }: Wanted, name: string, message: string): Outcome => ({
  beginning: "refuse_input",
  text: message,
  errors: [{ kind: "ParameterErrors", service, action, name, error: "ParameterInvalid", message }],
});

export type CancelRefusal = "not_found" | "ended_before" | "at_the_bank";

/** The merchant may give up what has not ended. */
export const decideCancel = (code: DataRequestCode): Result<"allowed", CancelRefusal> =>
  codeAfter(code, "cancel_by_merchant").ok ? ok("allowed") : err("ended_before");

export const output = (
  name: string,
  value: string | number | null,
  group: string | null = null,
): Parameter => ({
  name,
  groupType: group,
  groupId: null,
  value: value === null ? "" : value.toString(),
});

/**
 * A payment that a page of ours began carries the request in its intent. Where one payment is all that is asked for,
 * tries are numbered: of two that begin at once there is one.
 */
export const intentOf = (dataRequestId: string, attempt: string): string =>
  `request:${dataRequestId}:${attempt}`;
export const requestOfIntent = (intentId: string): string | null =>
  /^request:([0-9a-f-]{36}):/.exec(intentId)?.[1] ?? null;
