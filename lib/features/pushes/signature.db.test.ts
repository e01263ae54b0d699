import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deliverDuePushes } from "@/lib/features/pushes/jobs/handlers";
import { pushFormats } from "@/lib/features/pushes/model";
import { getSignature } from "@/lib/features/pushes/queries/signature";
import { rotatePushSecret } from "@/lib/features/websites/commands/push-secret";
import { explanations } from "@/lib/wire/signing/explain";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver } = useReceivers();

const bodies = {
  standard: '{"type":"payment.completed"}',
  "buckaroo-form": "brq_amount=10.25&brq_customer_name=J.+de+T%C3%A4ster+%26+Zn&brq_statuscode=190",
  "buckaroo-json": '{"Transaction":{"Key":"A"}}',
  paynow: '{"paymentId":"1","status":"CONFIRMED"}',
  trust: "errorcode=0&orderreference=%C4%85&notificationreference=N-1",
} as const;

async function pushFor(format: keyof typeof bodies) {
  const path = `/${randomUUID()}`;
  const shop = await makeShop({ pushUrl: receiver.url(path), pushFormat: format });
  receiver.answer(path, 500, 200);
  const { id: paymentId } = await makePayment(shop);
  const id = randomUUID();
  const host = `127.0.0.1:${receiver.port.toString()}`;
  await rowsOf(
    `insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, host, format, body, state, first_planned_at,
       next_attempt_at, created_at)
     values ($1, $2, $3, $4, 'payment.completed', 'completed', $5, $6, $7, 'pending', now(), now(), now())`,
    [shop.merchantId, id, shop.websiteId, paymentId, host, format, bodies[format]],
  );
  const attempt = async () => {
    await rowsOf("update push set next_attempt_at = now() - interval '1 second' where id = $1", [id]);
    await deliverDuePushes({ version: 1, merchantId: shop.merchantId, host });
  };
  return { shop, id, path, attempt };
}

const signatureOf = (shop: Shop, id: string, attempt: number | null = null) =>
  getSignature(shop.scope, id, { attempt, explain: (push) => explanations[push.format](push) });

async function mustSign(shop: Shop, id: string, attempt: number | null = null) {
  const signature = await signatureOf(shop, id, attempt);
  if (signature === null) throw new Error("the push is not there");
  return signature;
}

/** What the call of an attempt had in its header. */
const sentSignatures = (path: string) => receiver.to(path).map(({ headers }) => headers["webhook-signature"]);

/** What went over the wire. */
const wireOf = ({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }) =>
  decodeURIComponent(`${JSON.stringify(headers)} ${body}`);

describe("the signature of a stored push (U13)", () => {
  it.each(pushFormats)("is the one that each attempt carried: %s", async (format) => {
    const { shop, id, path, attempt } = await pushFor(format);
    await attempt();
    await attempt();
    const [first = "", second = ""] = receiver.to(path).map(wireOf);
    const [told, last] = [await mustSign(shop, id, 1), await mustSign(shop, id)];
    expect([told.attempt?.number, last.attempt?.number]).toEqual([1, 2]);
    expect(first).toContain(told.digest);
    expect(second).toContain(last.digest);
    expect(last).toMatchObject({ before: null, signedWith: "now", attempts: [1, 2] });
  });

  it("shows both digests while the secret is changed, and tells which one an attempt carried", async () => {
    const { shop, id, path, attempt } = await pushFor("standard");
    await attempt();
    await rotatePushSecret(actorOf(shop), { websiteId: shop.websiteId, until: null });
    const old = await mustSign(shop, id);
    expect(old.signedWith).toBe("before");
    expect(sentSignatures(path)).toEqual([`v1,${old.before?.digest ?? ""}`]);
    await attempt();
    const both = await mustSign(shop, id);
    expect(both.signedWith).toBe("now");
    expect(sentSignatures(path)[1]).toBe(`v1,${both.digest} v1,${both.before?.digest ?? ""}`);
    await rowsOf("update website set push_secret_until = now() - interval '1 second' where id = $1", [
      shop.websiteId,
    ]);
    expect(await mustSign(shop, id, 1)).toMatchObject({ before: null });
  });

  it("holds no secret", async () => {
    const { shop, id, attempt } = await pushFor("buckaroo-json");
    await attempt();
    await rotatePushSecret(actorOf(shop), { websiteId: shop.websiteId, until: null });
    const shown = JSON.stringify(await signatureOf(shop, id));
    const [row] = await rowsOf<{ secret: string }>(
      "select push_secret as secret from website where id = $1",
      [shop.websiteId],
    );
    expect(shown).not.toContain(shop.pushSecret.slice(6));
    expect(shown).not.toContain(row?.secret);
    expect(shown).not.toMatch(/whsec_/);
  });

  it("of a push that was not sent yet is an example, and of a stranger's push not there", async () => {
    const { shop, id } = await pushFor("buckaroo-json");
    expect(await signatureOf(shop, id)).toMatchObject({ attempt: null, attempts: [] });
    expect(await signatureOf(await makeShop(), id)).toBeNull();
    expect(await signatureOf(shop, "no id")).toBeNull();
  });
});
