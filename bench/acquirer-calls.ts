import { randomUUID } from "node:crypto";
import { Pool, request } from "undici";

/** As many as our own gateway has connections. */
const connections = 32;

export type Reservation = {
  readonly operationId: string;
  readonly reference: string;
  readonly minor: number;
};

type Path = "/authorisations" | "/reversals" | "/captures";
type Said = { readonly outcome: string; readonly reference: string };

const amountOf = (minor: number) => ({ minor, currency: "EUR" });
/** No amount to which the sandbox has an answer of its own. */
const minorOf = (number: number) => 10_000 + (number % 5_000);

/** The acquirer's calls with the words that our gateway uses, bare: one connection for each call under way. */
export class AcquirerCalls {
  private readonly pool: Pool;
  private readonly siteReference: string;

  constructor(url: string, siteReference: string) {
    this.pool = new Pool(url, { connections });
    this.siteReference = siteReference;
  }

  close = (): Promise<void> => this.pool.close();

  /** @throws unless it is approved. */
  private async post(path: Path, operationId: string, body: unknown): Promise<string> {
    const { statusCode, body: answered } = await request(`http://acquirer${path}`, {
      dispatcher: this.pool,
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "idempotency-key": operationId,
      },
      body: JSON.stringify(body),
    });
    const text = await answered.text();
    const { outcome, reference } = JSON.parse(text) as Said;
    if (statusCode !== 200 || outcome !== "approved") throw new Error(`the acquirer said ${text}`);
    return reference;
  }

  private async authorise(minor: number, initialReference: string | null): Promise<Reservation> {
    const operationId = randomUUID();
    const card =
      initialReference === null
        ? { number: "4111111111111111", expiry: "12/2030", securityCode: "123" }
        : null;
    const reference = await this.post("/authorisations", operationId, {
      ...{ siteReference: this.siteReference, amount: amountOf(minor), method: "card", card },
      ...{ initialReference, isRenewal: initialReference !== null, preAuthorisation: false },
    });
    return { operationId, reference, minor };
  }

  /** So many first reservations. */
  async reserve(count: number): Promise<Reservation[]> {
    const made: Reservation[] = [];
    const numbers = Array.from({ length: count }, (_, number) => number);
    await this.abreast(numbers, async (number) => {
      made.push(await this.authorise(minorOf(number), null));
    });
    return made;
  }

  /** The two calls of a renewal. */
  async renew({ reference, minor }: Reservation): Promise<void> {
    const wish = { reference, originalOperationId: null, restOnly: true };
    await this.post("/reversals", randomUUID(), wish);
    await this.authorise(minor, reference);
  }

  async capture({ reference: authorisationReference, minor }: Reservation): Promise<void> {
    const wish = { authorisationReference, amount: amountOf(minor), isFinal: true };
    await this.post("/captures", randomUUID(), wish);
  }

  /** Runs the work for every item, on all connections. */
  async abreast<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const left = items.values();
    const lane = async () => {
      for (const item of left) await work(item);
    };
    await Promise.all(Array.from({ length: connections }, lane));
  }
}
