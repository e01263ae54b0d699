import { rowsOf, makeShop, type Shop, type ShopOptions } from "@/prisma/factories/shop";

const variable = (name: string) => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the stack did not start`);
  return value;
};
export const baseUrl = () => variable("BASE_URL");
const shopUrl = () => variable("SHOP_URL");

export type Notice = {
  readonly messageId: string;
  readonly verified: boolean | null;
  readonly answered: number | null;
  readonly body: string;
};

/** A shop whose pushes go to the sandbox's receiver, which knows its secret. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const path = crypto.randomUUID().slice(0, 8);
  const shop = await makeShop({ ...options, pushUrl: `${shopUrl()}/pushes/${path}` });
  await fetch(`${shopUrl()}/websites/${path}`, {
    method: "PUT",
    body: JSON.stringify({ secret: shop.pushSecret, format: "standard" }),
  });
  return shop;
}

/** What the shop's receiver got about a payment so far. */
export async function received(paymentId: string): Promise<Notice[]> {
  const answer = await fetch(`${shopUrl()}/received?payment=${paymentId}`);
  return ((await answer.json()) as { received: Notice[] }).received;
}

export async function receiverMode(shop: Shop, mode: object): Promise<void> {
  const [row] = await rowsOf<{ url: string }>("select push_url as url from website where id = $1", [
    shop.websiteId,
  ]);
  const site = row?.url.split("/").at(-1);
  await fetch(`${shopUrl()}/control`, { method: "POST", body: JSON.stringify({ site, ...mode }) });
}

const api = (shop: Shop, path: string, body: object) =>
  fetch(`${baseUrl()}/api/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });

export type PayOptions = {
  readonly minor?: number;
  readonly currency?: string;
  readonly email?: string;
  readonly orderReference?: string;
  readonly number?: string;
};

/** A customer pays in the shop, over the public API. */
export async function pay(shop: Shop, options: PayOptions = {}): Promise<{ id: string; status: string }> {
  const answer = await api(shop, "/payments", {
    amount: { minor: options.minor ?? 100_00, currency: options.currency ?? "EUR" },
    method: "card",
    card: { number: options.number ?? "4111111111111111", expiry: "12/30", securityCode: "123" },
    orderReference: options.orderReference ?? `A-${crypto.randomUUID().slice(0, 6)}`,
    customer: { email: options.email ?? "anna.kowalska@example.pl", name: "Anna Kowalska", country: "PL" },
  });
  if (answer.status !== 201)
    throw new Error(`payment refused: ${answer.status.toString()} ${await answer.text()}`);
  return (await answer.json()) as { id: string; status: string };
}

/** Waits until nothing is due and nothing runs. */
export async function drainWorker(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const busy = await rowsOf(
      "select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts limit 1",
      [],
    );
    if (busy.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the worker did not come to rest");
}
