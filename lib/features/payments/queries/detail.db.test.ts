import { describe, expect, it } from "vitest";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { offerRetry } from "@/lib/features/payments/commands/offer-retry";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { getPayment } from "@/lib/features/payments/queries/detail";
import { getRetry } from "@/lib/features/payments/queries/get-retry";
import { findMoveFacts } from "@/lib/features/payments/queries/move-facts";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

const follow = (id: string, predecessorId: string) =>
  rowsOf(
    "update payment set predecessor_id = $2, created_at = created_at + interval '1 hour' where id = $1",
    [id, predecessorId],
  );

const scheduled = (shop: Shop) =>
  makePayment(shop, {
    status: "authorised",
    captureMode: "scheduled",
    settleDueDate: "2026-03-02",
    amountMinor: 25_00,
    createdAt: "2096-03-01T12:00:00Z",
  });

describe("a payment's page", () => {
  it("tells settle changes and field changes apart from changes of status, with before and after (TP-24)", async () => {
    const shop = await makeShop();
    const eva = actorOf(shop);
    const { id } = await scheduled(shop);
    const wanted = { settleStatus: 2, settleMinor: 20_00, orderReference: "B-2" } as const;
    await changeSettlement(eva, { paymentId: id, wanted });
    await changeSettlement(eva, { paymentId: id, wanted: { settleDueDate: "2026-03-05" } });
    await changeSettlement(eva, { paymentId: id, wanted: { settleStatus: 3 } });
    const detail = await getPayment(shop.scope, id);
    const told = detail?.timeline
      .filter(({ kind }) => kind === "settlement" || kind === "status")
      .map(({ kind, what, settleEvent, changes }) => ({ kind, what, settleEvent, changes }));
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        {
          kind: "settlement",
          what: "authorised",
          settleEvent: "suspend",
          changes: [
            { field: "settleMinor", before: 25_00, after: 20_00 },
            { field: "orderReference", before: expect.any(String) as string, after: "B-2" },
          ],
        },
        {
          kind: "settlement",
          what: "authorised",
          settleEvent: "update",
          changes: [{ field: "settleDueDate", before: "2026-03-02", after: "2026-03-05" }],
        },
        { kind: "status", what: "cancelled", settleEvent: null, changes: [] },
      ]),
    );
    expect(detail?.payment).toMatchObject({
      settle: { minor: 20_00, currency: "EUR" },
      settleDueDate: "2026-03-05",
      settleStatus: 3,
    });
  });

  it("tells shipments with their codes, and people's acts once", async () => {
    const shop = await makeShop();
    const { id } = await scheduled(shop);
    const parcel = { carrier: "PostNL", trackingCode: "3S1", shippedAt: null, intentId: `parcel-${id}` };
    await recordShipment(actorOf(shop), { paymentId: id, ...parcel });
    const detail = await getPayment(shop.scope, id);
    expect(detail?.timeline.filter(({ kind }) => kind === "shipment")).toMatchObject([
      { what: "recorded", detail: "PostNL 3S1", actor: "user:Eva" },
    ]);
    expect(detail?.timeline.filter(({ kind }) => kind === "person")).toEqual([]);
  });

  it("knows all attempts at the order from any of them, and no other shop's (PN-E5)", async () => {
    const shop = await makeShop();
    const [first, second, third] = [
      await makePayment(shop, { status: "retried" }),
      await makePayment(shop, { status: "retried" }),
      await makePayment(shop, { status: "completed" }),
    ];
    await makePayment(shop);
    await follow(second.id, first.id);
    await follow(third.id, second.id);
    await rowsOf("update payment set created_at = created_at + interval '1 hour' where id = $1", [third.id]);
    for (const { id } of [first, second, third]) {
      const detail = await getPayment(shop.scope, id);
      expect(detail?.chain.map((attempt) => attempt.id)).toEqual([first.id, second.id, third.id]);
    }
    expect(await getPayment((await makeShop()).scope, first.id)).toBeNull();
  });
});

describe("a retry link's order", () => {
  it("shows the newest attempt, and that any of them paid (PN-E5)", async () => {
    const shop = await makeShop();
    await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
    const first = await makePayment(shop, { status: "retried" });
    const second = await makePayment(shop, { status: "rejected" });
    await follow(second.id, first.id);
    const view = () => getRetry(shop.scope, first.id);
    expect(await view()).toMatchObject({
      paymentId: second.id,
      attempts: [first.id, second.id],
      isPaid: false,
      refusal: null,
    });
    await rowsOf("update payment set status = 'completed' where id = $1", [second.id]);
    expect(await view()).toMatchObject({ isPaid: true, refusal: "already_paid" });
    expect(await getRetry((await makeShop()).scope, first.id)).toBeNull();
  });

  it("is offered for as long as the website lets customers take, on the record, and only where allowed", async () => {
    const shop = await makeShop();
    const { id } = await makePayment(shop, { status: "rejected" });
    expect(await offerRetry(actorOf(shop), { paymentId: id })).toEqual({ ok: false, error: "retry_off" });
    await rowsOf("update website set retry_enabled = true, validity_seconds = 3600 where id = $1", [
      shop.websiteId,
    ]);
    const offered = await offerRetry(actorOf(shop), { paymentId: id });
    if (!offered.ok) throw new Error(offered.error);
    const lines = await rowsOf<{ at: Date; until: string }>(
      "select at, detail->>'until' as until from audit_line where subject_id = $1 and action = 'payment.retry_offered'",
      [id],
    );
    expect(lines).toHaveLength(1);
    expect(offered.value.until.getTime()).toBe((lines[0]?.at.getTime() ?? 0) + 3_600_000);
    expect(lines[0]?.until).toBe(offered.value.until.toISOString());
    const { scope } = await makeShop();
    expect(await offerRetry({ ...actorOf(shop), scope }, { paymentId: id })).toMatchObject({
      error: "not_found",
    });
  });
});

it("finds the facts of ticked payments within the merchant only", async () => {
  const shop = await makeShop();
  const own = await scheduled(shop);
  const foreign = await makePayment(await makeShop());
  const found = await findMoveFacts(shop.scope, [own.id, foreign.id]);
  expect(found.map(({ id }) => id)).toEqual([own.id]);
  expect(found[0]?.facts).toMatchObject({ settleStatus: 0, settleMinor: 25_00, settleDueDate: "2026-03-02" });
});
