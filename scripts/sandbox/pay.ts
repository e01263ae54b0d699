import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Problem } from "@/scripts/start/problem";
import { nextPurchase } from "@/sandbox/people/purchase";
import { randomFrom } from "@/sandbox/people/random";
import { ask, websiteOf, type Session } from "./session";
import { moneyFrom } from "./values";

export type PayOptions = {
  readonly website?: string;
  readonly amount: string;
  readonly currency: string;
  readonly method: string;
  readonly card: string;
  readonly expiry: string;
  readonly securityCode: string;
  readonly order?: string;
  readonly description?: string;
  readonly email?: string;
  readonly name?: string;
  readonly country?: string;
  readonly idempotencyKey?: string;
} & Taking;

type Taking = {
  readonly capture?: string;
  readonly settleStatus?: 0 | 1 | 2;
  readonly due?: string;
  readonly preAuthorisation?: true;
  readonly validity?: number;
  readonly invoice?: string;
  readonly paymentLink?: true;
  readonly shipping?: "yes" | "no";
  readonly platformOrder?: string;
};

const Refusal = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
});
const lifelike = () => nextPurchase(randomFrom(Math.floor(Math.random() * 2 ** 32)), Date.now() % 1_000_000);
const given = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** How the money is taken. A due day or a settle status makes sense for a scheduled payment only, so it is one. */
function taking({ capture, settleStatus, due, ...options }: Taking) {
  const isScheduled = settleStatus !== undefined || due !== undefined;
  const { preAuthorisation, validity, invoice, paymentLink, shipping, platformOrder } = options;
  return given({
    captureMode: capture ?? (isScheduled ? "scheduled" : undefined),
    settleStatus,
    settleDueDate: due,
    preAuthorisation,
    validitySeconds: validity === undefined ? undefined : Math.round(validity / 1000),
    invoiceNumber: invoice,
    source: paymentLink === true ? "payment_link" : undefined,
    requiresShipping: shipping === undefined ? undefined : shipping === "yes",
    platformOrder: platformOrder === undefined ? undefined : { id: platformOrder },
  });
}

/** What is not given is made up: a customer, an order. */
function payload({ method, card: number, expiry, securityCode, ...options }: PayOptions) {
  const { customer, orderReference, description } = lifelike();
  const { email, name, country, order } = options;
  return {
    amount: moneyFrom(options.amount, options.currency),
    method,
    ...(method === "card" ? { card: { number, expiry, securityCode } } : {}),
    ...given({
      orderReference: order ?? orderReference,
      description: options.description ?? description,
    }),
    ...taking(options),
    customer: { ...customer, ...given({ email, name, country }) },
  };
}

function reasonOf(body: unknown): string {
  const refusal = Refusal.safeParse(body).data;
  const fields = refusal?.errors?.map(({ field, reason }) => `${field} (${reason})`).join(", ");
  return fields ?? refusal?.detail ?? refusal?.title ?? "no reason given";
}

type Post = { readonly path: string; readonly what: string; readonly key?: string | undefined };

async function post(
  session: Session,
  website: string | undefined,
  { path, what, key }: Post,
  wish: unknown,
): Promise<unknown> {
  const { apiKey } = websiteOf(session, website);
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "idempotency-key": key ?? randomUUID(),
  };
  const url = `${session.running.baseUrl}/api/v1/payments${path}`;
  const answer = await ask(url, { method: "POST", headers, body: JSON.stringify(wish) });
  if (answer.status < 300) return answer.body;
  throw new Problem(`The portal refused the ${what} (${answer.status}): ${reasonOf(answer.body)}.`);
}

/** Creates a payment over the portal's own API. */
export const pay = (session: Session, options: PayOptions): Promise<unknown> =>
  post(
    session,
    options.website,
    { path: "", what: "payment", key: options.idempotencyKey },
    payload(options),
  );

export type ShipOptions = {
  readonly website?: string;
  readonly carrier: string;
  readonly tracking?: string;
  readonly idempotencyKey?: string;
};

/** A parcel leaves: the shop tells the portal, which captures what is held for it. */
export const ship = (session: Session, paymentId: string, options: ShipOptions): Promise<unknown> =>
  post(
    session,
    options.website,
    { path: `/${encodeURIComponent(paymentId)}/shipments`, what: "shipment", key: options.idempotencyKey },
    { carrier: options.carrier, ...given({ trackingCode: options.tracking }) },
  );
