import { afterAll, describe, expect, it } from "vitest";
import { deliverCommunications, wakeCommunications } from "@/lib/features/communications/jobs/deliver";
import { retryWaits } from "@/lib/features/communications/model";
import { ok } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { queueCommunication, type CommunicationWish } from "@/lib/platform/communications";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { inTransaction } from "@/lib/platform/tx";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { drain } from "@/scripts/test/drain";
import { useMailbox } from "@/scripts/test/mailbox";
import { useClock } from "@/scripts/test/set-clock";
import { useSmsProvider } from "@/scripts/test/sms";

const mailsTo = useMailbox(now);
useSmsProvider();
const setClock = useClock();
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

type Address = { readonly channel: "email" | "sms"; readonly addressee: string };

async function queue(shop: Shop, address: Address, more: Partial<CommunicationWish> = {}) {
  const queued = await inTransaction(actorOf(shop), async (tx) =>
    ok(
      await queueCommunication(tx, {
        ...{ websiteId: shop.websiteId, locale: "de", name: "Jürgen Groß", ...address },
        kind: "payment_invitation",
        content: { shop: "Bücherstube", amount: { minor: 123_450, currency: "EUR" }, invoice: "R-7" },
        secret: { link: "https://pay.example/once?token=s3cret" },
        ...more,
      } as CommunicationWish),
    ),
  );
  return queued.value;
}

type Stored = {
  readonly state: string;
  readonly attempts: number;
  readonly reply: string | null;
  readonly subject: string | null;
  readonly due: Date | null;
  readonly events: readonly string[];
};

async function storedOf(id: string): Promise<Stored> {
  const [found] = await rowsOf<Stored>(
    `select state, attempt_count as attempts, last_reply as reply, subject, next_attempt_at as due,
       (select array_agg(event order by at, h.id) from communication_history h
        where h.merchant_id = c.merchant_id and h.communication_id = c.id) as events
     from communication c where id = $1`,
    [id],
  );
  if (found === undefined) throw new Error("it is gone");
  return found;
}

const bouncesOf = (id: string) =>
  rowsOf(
    "select class, is_hard, source, reason, reason_code, subject from bounce where communication_id = $1",
    [id],
  );
const mail = (local: string): Address => ({ channel: "email", addressee: `${local}@bounce.example` });
const deliver = (shop: Shop, channel: Address["channel"]) =>
  deliverCommunications({ version: 1, merchantId: shop.merchantId, channel });

describe("a mail that the server takes", () => {
  it("is sent with its own message id and return path, in the reader's language", async () => {
    const shop = await makeShop({ name: "Bücherstube" });
    await rowsOf("update website set reply_to = 'hilfe@shop.example' where id = $1", [shop.websiteId]);
    const { id } = await queue(shop, { channel: "email", addressee: " Juergen@Example.NL " });
    await drain();
    const [row] = await rowsOf<{ token: string; secret: string }>(
      "select return_token as token, secret_content as secret from communication where id = $1",
      [id],
    );
    const received = await mailsTo("juergen@example.nl");
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      from: `bounce+${row?.token ?? ""}@portal.example`,
      messageId: `<${id}@portal.example>`,
      subject: "Bücherstube bittet Sie, 1.234,50 € zu zahlen".replace(" €", "\u00a0€"),
    });
    expect(received[0]?.headers).toMatchObject({
      "auto-submitted": "auto-generated",
      "content-language": "de",
      "reply-to": "hilfe@shop.example",
    });
    expect(received[0]?.text).toContain("Guten Tag Jürgen Groß,");
    expect(received[0]?.text).toContain("https://pay.example/once?token=s3cret");
    expect(row?.secret).not.toContain("s3cret");
    expect(await storedOf(id)).toMatchObject({
      ...{ state: "sent", attempts: 1, due: null, subject: received[0]?.subject },
      events: ["queue", "begin", "accept"],
    });
  });

  it("goes out once, however often its id is wished", async () => {
    const shop = await makeShop();
    const id = crypto.randomUUID();
    const address: Address = { channel: "email", addressee: "once@example.nl" };
    await queue(shop, address, { id });
    await drain();
    expect(await queue(shop, address, { id })).toEqual({ id, state: "sent" });
    await drain();
    expect(await mailsTo("once@example.nl")).toHaveLength(1);
  });
});

describe("a mail that the server refuses", () => {
  it.each([
    ["nosuch", "unknown_user", true],
    ["full", "mailbox_full", false],
    ["spam", "policy", false],
  ])("%s: bounces at once as %s", async (local, bounceClass, isHard) => {
    const shop = await makeShop();
    const { id } = await queue(shop, mail(`${local}7`));
    await drain();
    expect(await storedOf(id)).toMatchObject({ state: "bounced", attempts: 1, due: null });
    expect(await bouncesOf(id)).toMatchObject([{ class: bounceClass, is_hard: isHard, source: "refusal" }]);
    const again = await queue(shop, mail(`${local.toUpperCase()}7`));
    expect(again.state).toBe(isHard ? "suppressed" : "queued");
  });

  it("bounces when its address cannot be written", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, { channel: "email", addressee: "no address" });
    await drain();
    expect(await storedOf(id)).toMatchObject({ state: "bounced" });
    expect(await bouncesOf(id)).toHaveLength(1);
  });

  it("is tried again when that may pass, and taken", async () => {
    const shop = await makeShop();
    setClock("2026-03-01T12:00:00Z");
    const { id } = await queue(shop, mail("later2"));
    await deliver(shop, "email");
    const first = await storedOf(id);
    expect(first).toMatchObject({ state: "queued", attempts: 1, due: new Date("2026-03-01T12:05:00Z") });
    expect(first.reply).toContain("Greylisted");
    await deliver(shop, "email");
    expect((await storedOf(id)).attempts).toBe(1);
    setClock("2026-03-01T12:05:00Z");
    await deliver(shop, "email");
    expect(await storedOf(id)).toMatchObject({ attempts: 2, due: new Date("2026-03-01T12:20:00Z") });
    setClock("2026-03-01T12:20:00Z");
    await wakeCommunications({ version: 1, merchantId: shop.merchantId });
    expect(await storedOf(id)).toMatchObject({ state: "sent", attempts: 3 });
  });

  it("is a bounce at the end of the schedule, and not before", async () => {
    const shop = await makeShop();
    setClock("2026-03-01T12:00:00Z");
    const { id } = await queue(shop, mail("never"));
    for (let failures = 0; failures < retryWaits.length; failures += 1) {
      await deliver(shop, "email");
      const { state, due } = await storedOf(id);
      expect(state).toBe("queued");
      expect(await bouncesOf(id)).toEqual([]);
      setClock(due?.toISOString() ?? "");
    }
    await deliver(shop, "email");
    expect(await storedOf(id)).toMatchObject({ state: "bounced", attempts: retryWaits.length + 1 });
    expect(await bouncesOf(id)).toMatchObject([{ class: "expired", is_hard: false, source: "gave_up" }]);
  });
});

describe("a mail whose answer is lost", () => {
  it("is unknown and not sent again", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, mail("lost"));
    await drain();
    expect(await storedOf(id)).toMatchObject({ state: "unknown", events: ["queue", "begin", "lose"] });
    await wakeCommunications({ version: 1, merchantId: shop.merchantId });
    expect(await mailsTo("lost@bounce.example")).toHaveLength(1);
  });
});

describe("no server", () => {
  it("keeps the mail for later", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, mail("anna"));
    const { smtpUrl } = env();
    Object.assign(env(), { smtpUrl: "smtp://127.0.0.1:9" });
    await deliver(shop, "email");
    Object.assign(env(), { smtpUrl });
    const { state, due, attempts } = await storedOf(id);
    expect({ state, attempts }).toEqual({ state: "queued", attempts: 1 });
    expect(due?.getTime()).toBeGreaterThan(now().getTime());
  });
});

describe("an address that was blocked while its mail waited", () => {
  it("is not written to", async () => {
    const shop = await makeShop();
    const [one, other] = [await queue(shop, mail("nosuch8")), await queue(shop, mail("NoSuch8"))];
    await deliver(shop, "email");
    await deliver(shop, "email");
    const third = await queue(shop, mail("later8"));
    await rowsOf(
      `insert into suppression (merchant_id, id, channel, address, cause, created_at)
       values ($1, gen_random_uuid(), 'email', 'later8@bounce.example', 'complaint', now())`,
      [shop.merchantId],
    );
    await deliver(shop, "email");
    expect((await storedOf(one.id)).state).toBe("bounced");
    expect(["bounced", "suppressed"]).toContain((await storedOf(other.id)).state);
    expect(await storedOf(third.id)).toMatchObject({ state: "suppressed", attempts: 0, due: null });
  });
});

describe("a text message", () => {
  const number = (end: string): Address => ({ channel: "sms", addressee: `06 1234 ${end}` });
  const patience = { timeout: 60_000, interval: 50 };

  it("goes to a number as people write it, and is delivered when the provider says so", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, number("5678"));
    await drain();
    await expect
      .poll(async () => {
        await drain();
        return (await storedOf(id)).state;
      }, patience)
      .toBe("delivered");
    expect(await rowsOf("select addressee from communication where id = $1", [id])).toEqual([
      { addressee: "+31612345678" },
    ]);
  });

  it.each([
    ["0001", "unreachable"],
    ["0004", "invalid_number"],
    ["0005", "invalid_number"],
  ])("to %s bounces as %s", async (end, bounceClass) => {
    const shop = await makeShop();
    const { id } = await queue(shop, number(end));
    await expect
      .poll(async () => {
        await drain();
        return (await storedOf(id)).state;
      }, patience)
      .toBe("bounced");
    expect(await bouncesOf(id)).toMatchObject([{ class: bounceClass }]);
  });

  it("whose answer was lost is handed over again under the same id, and arrives once", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, number("0007"));
    await deliver(shop, "sms");
    expect((await storedOf(id)).attempts).toBe(1);
    await rowsOf("update communication set next_attempt_at = now() where id = $1 and state = 'queued'", [id]);
    await expect
      .poll(async () => {
        await deliver(shop, "sms");
        await drain();
        return (await storedOf(id)).state;
      }, patience)
      .toBe("delivered");
  });

  it("to what is no number bounces without anybody being asked", async () => {
    const shop = await makeShop();
    const { id } = await queue(shop, { channel: "sms", addressee: "ask Anna" });
    await drain();
    expect(await bouncesOf(id)).toMatchObject([{ class: "invalid_number", source: "refusal" }]);
  });
});
