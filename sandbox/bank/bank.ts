import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { complaintOf, delayMs, notAnObject } from "@/sandbox/complaint";
import { jsonOf, serve, type Answer, type Call, type Routes, type Running } from "@/sandbox/server";
import { issuers } from "./accounts";
import { Mandates, MandateWish, told, type Mandate, type Word } from "./mandates";
import { closedPage, signingPage } from "./page";

export type BankOptions = {
  readonly port: number;
  /** Path of the journal, or null to forget everything at the end. */
  readonly journal: string | null;
  /** What its words are signed with. */
  readonly secret: string;
  /** So long a signature takes before the bank tells of it. */
  readonly delayMs: number;
  now(): Date;
};

const words = { accept: "signed", refuse: "rejected", cancel: "cancelled" } as const;
const Form = z.object({ answer: z.enum(["accept", "refuse", "cancel"]), bank: z.string().nullish() });
const Control = z.object({ silent: z.boolean().optional(), delayMs: delayMs.optional() }, notAnObject);

const tries = 20;
const pauseMs = 3_000;
const answersWithinMs = 5_000;
const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

class Bank {
  private readonly mandates: Mandates;
  private readonly options: BankOptions;
  private readonly ending = new AbortController();
  private silent = false;
  private waitMs: number;
  private base = "";

  constructor(options: BankOptions) {
    this.options = options;
    this.mandates = new Mandates(options.journal);
    this.waitMs = options.delayMs;
  }

  routes(): Routes {
    return {
      "GET /issuers": () => ({ status: 200, body: { issuers } }),
      "POST /mandates": (call) => this.open(call),
      "GET /mandates/*": (call) => this.about(call, (mandate) => mandate),
      "POST /withdrawals/*": (call) => this.about(call, (mandate) => this.withdraw(mandate)),
      "GET /sign/*": (call) => this.show(call),
      "POST /answers/*": (call) => this.answer(call),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
      "POST /control": (call) => this.control(call),
    };
  }

  opensAt(base: string) {
    this.base = base;
  }

  close() {
    this.ending.abort();
  }

  private control(call: Call): Answer {
    const read = Control.safeParse(jsonOf(call.text));
    if (!read.success) return refusal(400, complaintOf(read.error));
    this.silent = read.data.silent ?? this.silent;
    this.waitMs = read.data.delayMs ?? this.waitMs;
    return { status: 200, body: { silent: this.silent, delayMs: this.waitMs } };
  }

  private find({ path }: Call): Mandate | undefined {
    return this.mandates.find(path.split("/").at(-1) ?? "", this.options.now());
  }

  private open(call: Call): Answer {
    const read = MandateWish.safeParse(jsonOf(call.text));
    if (!read.success) return refusal(422, complaintOf(read.error));
    const { reference } = this.mandates.open(read.data);
    return { status: 200, body: { reference, address: `${this.base}/sign/${reference}` } };
  }

  private about(call: Call, act: (mandate: Mandate) => Mandate): Answer {
    const mandate = this.find(call);
    return mandate === undefined ? refusal(404, "not_found") : { status: 200, body: told(act(mandate)) };
  }

  private withdraw(mandate: Mandate): Mandate {
    const isStanding = mandate.word === "open" || mandate.word === "signed";
    return isStanding ? this.mandates.say(mandate, "cancelled") : mandate;
  }

  private html({ response }: Call, status: number, body: string): null {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(body);
    return null;
  }

  private show(call: Call): Answer {
    const mandate = this.find(call);
    if (mandate === undefined) return this.html(call, 404, closedPage("unknown"));
    return mandate.word === "open"
      ? this.html(call, 200, signingPage(mandate))
      : this.html(call, 410, closedPage(mandate.word));
  }

  /** A signature takes a while; a refusal is told before the person is back at the shop. */
  private async answer(call: Call): Promise<Answer> {
    const mandate = this.find(call);
    const read = Form.safeParse(Object.fromEntries(new URLSearchParams(call.text)));
    if (mandate === undefined || !read.success) return this.html(call, 400, closedPage("unknown"));
    if (mandate.word !== "open") return this.html(call, 410, closedPage(mandate.word));
    const word: Word = words[read.data.answer];
    const chosen = issuers.find(({ id }) => id === read.data.bank)?.id ?? mandate.bankId;
    const said = this.mandates.say(mandate, word, chosen);
    if (word === "signed") void this.tell(said, this.waitMs);
    else await Promise.race([this.tell(said, 0), sleep(2_000)]);
    call.response.writeHead(303, { location: mandate.wish.returnUrl }).end();
    return null;
  }

  /** Tells the portal until it listens. */
  private async tell(mandate: Mandate, waitMs: number): Promise<void> {
    const { signal } = this.ending;
    try {
      await sleep(waitMs, undefined, { signal });
      for (let tried = 0; tried < tries && !this.silent; tried += 1) {
        if (await this.tellOnce(mandate)) return;
        await sleep(pauseMs, undefined, { signal });
      }
    } catch {
      // The bank closes: what it could not tell, it answers when it is asked.
    }
  }

  private async tellOnce(mandate: Mandate): Promise<boolean> {
    const body = JSON.stringify(told(mandate));
    const seconds = Math.floor(this.options.now().getTime() / 1000).toString();
    const mark = createHmac("sha256", this.options.secret).update(`${seconds}.${body}`).digest("hex");
    const answer = await fetch(mandate.wish.notifyUrl, {
      method: "POST",
      headers: { "content-type": "application/json", "bank-signature": `t=${seconds},v1=${mark}` },
      body,
      signal: AbortSignal.any([this.ending.signal, AbortSignal.timeout(answersWithinMs)]),
    }).catch(() => null);
    return answer?.ok === true;
  }
}

/** A bank where people sign mandates: a page with three buttons, a word to the portal, and answers when it is asked. */
export async function startBank(options: BankOptions): Promise<Running> {
  const bank = new Bank(options);
  const running = await serve(bank.routes(), options.port);
  bank.opensAt(running.url);
  const stop = async () => {
    bank.close();
    await running.stop();
  };
  return { ...running, stop };
}
