import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { jsonOf, serve, type Answer, type Call, type Running } from "@/sandbox/server";
import { behaviourOf, type SmsBehaviour } from "./behaviour";

export type SmsProviderOptions = {
  readonly port: number;
  /** Both sides sign with it. */
  readonly secret: string;
  /** Where reports go: the portal's `/sms/reports`. */
  readonly reportsUrl: string;
  /** So long a message takes to arrive. */
  readonly delayMs: number;
  now(): Date;
};

const Wish = z.object({
  id: z.string().min(1),
  to: z.string().regex(/^\+[1-9]\d{6,14}$/),
  text: z.string().min(1),
});

type Taken = z.output<typeof Wish> & { readonly reference: string; readonly at: string };

const [tries, againMs] = [30, 2_000];
const remembered = 20_000;

class Provider {
  /** By the sender's own id: the same message is taken once. */
  private readonly taken = new Map<string, Taken>();
  private readonly turnedAway = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly options: SmsProviderOptions;

  constructor(options: SmsProviderOptions) {
    this.options = options;
  }

  take(call: Call): Answer {
    if (!this.isSigned(call))
      return { status: 401, body: { code: "signature", reason: "the signature is wrong" } };
    const wish = Wish.safeParse(jsonOf(call.text));
    if (!wish.success) return { status: 400, body: { code: "invalid_number", reason: "not a phone number" } };
    const behaviour = behaviourOf(wish.data.to);
    if (behaviour.refuse !== undefined) return { status: 400, body: behaviour.refuse };
    if (this.isTurnedAway(wish.data.id, behaviour))
      return { status: 503, body: { code: "unavailable", reason: "the service is not available" } };
    const before = this.taken.get(wish.data.id);
    const taken = before ?? this.keep(wish.data, behaviour);
    if (before === undefined && behaviour.isSilent === true) {
      call.response.destroy();
      return null;
    }
    return { status: 202, body: { reference: taken.reference } };
  }

  find(to: string | null): readonly Taken[] {
    return [...this.taken.values()].filter((one) => to === null || one.to === to);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private signatureOf(body: string): string {
    const seconds = Math.floor(Date.now() / 1000).toString();
    const hash = createHmac("sha256", this.options.secret).update(`${seconds}.${body}`).digest("hex");
    return `t=${seconds},v1=${hash}`;
  }

  private isSigned({ headers, text }: Call): boolean {
    const given = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers["sms-signature"]?.toString() ?? "");
    if (given === null) return false;
    const right = createHmac("sha256", this.options.secret)
      .update(`${given[1] ?? ""}.${text}`)
      .digest();
    return timingSafeEqual(right, Buffer.from(given[2] ?? "", "hex"));
  }

  private isTurnedAway(id: string, { unavailableTimes = 0 }: SmsBehaviour): boolean {
    const before = this.turnedAway.get(id) ?? 0;
    this.turnedAway.set(id, before + 1);
    return before < unavailableTimes;
  }

  private keep(wish: z.output<typeof Wish>, { report }: SmsBehaviour): Taken {
    const taken = { ...wish, reference: `sms-${crypto.randomUUID()}`, at: this.options.now().toISOString() };
    this.taken.set(wish.id, taken);
    const [oldest] = this.taken.keys();
    if (this.taken.size > remembered && oldest !== undefined) this.taken.delete(oldest);
    const { delayMs } = this.options;
    const { status, code, reason, waits, delayedBefore } = report;
    if (delayedBefore === true)
      this.after(delayMs, () => this.tell(taken, { status: "delayed", code: null, reason: "still trying" }));
    this.after(delayMs * waits, () => this.tell(taken, { status, code, reason }));
    return taken;
  }

  private after(ms: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void act();
    }, ms);
    this.timers.add(timer);
  }

  private async tell(taken: Taken, word: object, tried = 1): Promise<void> {
    const { id, reference } = taken;
    const body = JSON.stringify({ id, reference, ...word, at: this.options.now().toISOString() });
    const answer = await fetch(this.options.reportsUrl, {
      method: "POST",
      headers: { "content-type": "application/json", "sms-signature": this.signatureOf(body) },
      body,
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (answer?.ok !== true && tried < tries) this.after(againMs, () => this.tell(taken, word, tried + 1));
  }
}

/** Takes messages, delivers, delays or fails them by their numbers, and tells what became of them. */
export async function startSmsProvider(options: SmsProviderOptions): Promise<Running> {
  const provider = new Provider(options);
  const http = await serve(
    {
      "POST /messages": (call) => provider.take(call),
      "GET /messages": ({ query }) => ({ status: 200, body: { messages: provider.find(query.get("to")) } }),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
    },
    options.port,
  );
  const stop = async () => {
    provider.stop();
    await http.stop();
  };
  return { ...http, stop };
}
