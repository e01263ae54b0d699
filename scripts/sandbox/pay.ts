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
  readonly capture?: string;
  readonly idempotencyKey?: string;
};

const Refusal = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
});
const lifelike = () => nextPurchase(randomFrom(Math.floor(Math.random() * 2 ** 32)), Date.now() % 1_000_000);
const given = (values: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** What is not given is made up: a customer, an order. */
function payload({ method, card: number, expiry, securityCode, ...options }: PayOptions) {
  const { customer, orderReference, description } = lifelike();
  const { email, name, country, capture, order } = options;
  return {
    amount: moneyFrom(options.amount, options.currency),
    method,
    ...(method === "card" ? { card: { number, expiry, securityCode } } : {}),
    ...given({
      orderReference: order ?? orderReference,
      description: options.description ?? description,
      captureMode: capture,
    }),
    customer: { ...customer, ...given({ email, name, country }) },
  };
}

function reasonOf(body: unknown): string {
  const refusal = Refusal.safeParse(body).data;
  const fields = refusal?.errors?.map(({ field, reason }) => `${field} (${reason})`).join(", ");
  return fields ?? refusal?.detail ?? refusal?.title ?? "no reason given";
}

/** Creates a payment over the portal's own API. */
export async function pay(session: Session, options: PayOptions): Promise<unknown> {
  const { apiKey } = websiteOf(session, options.website);
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "idempotency-key": options.idempotencyKey ?? randomUUID(),
  };
  const body = JSON.stringify(payload(options));
  const answer = await ask(`${session.running.baseUrl}/api/v1/payments`, { method: "POST", headers, body });
  if (answer.status < 300) return answer.body;
  throw new Problem(`The portal refused the payment (${answer.status}): ${reasonOf(answer.body)}.`);
}
