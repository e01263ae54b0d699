import { describe, expect, it } from "vitest";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { reverseLast } from "@/lib/features/authorisations/commands/reverse-last";
import { saveRenewalSetting } from "@/lib/features/authorisations/commands/save-setting";
import { stopRenewal } from "@/lib/features/authorisations/commands/stop-renewal";
import { followCredit } from "@/lib/features/authorisations/jobs/follow";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { readFailureFile } from "@/lib/wire/batch-files/failure-file";
import { handlers } from "@/lib/worker/registry";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import {
  chainOf,
  expectAgreement,
  historyOf,
  renewingShop,
  reserve,
  setRenewals,
  tick,
} from "@/scripts/test/chains";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { payAt } from "@/scripts/test/pay";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const at = useClock();

const begin = "2026-11-02T09:00:00Z";
const dueNight = "2026-11-10T00:30:00Z";

const capture = (shop: Shop, paymentId: string, minor: number | null, finish = false) =>
  captureChain(actorOf(shop), { paymentId, minor, finish });

async function refund(shop: Shop, paymentId: string, minor: number) {
  const actor = actorOf(shop);
  const asked = await requestRefund(actor, {
    ...{ paymentId, amount: { minor, currency: "EUR" }, intentId: crypto.randomUUID(), seenLeft: null },
    sendsItself: true,
  });
  if (!asked.ok) throw new Error(asked.error);
  await sendRefundNow(actor, asked.value.refundId);
  const historyId = crypto.randomUUID();
  const ids = { version: 1, merchantId: shop.merchantId, refundId: asked.value.refundId, historyId };
  await followCredit(ids);
}

describe("a chain", () => {
  it("begins with the approval of a held card, where the website renews (CT-2)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await chainOf(id)).toMatchObject({ state: "active", reserved: 100_00, payment: "authorised" });
    await expectAgreement(id);
    const declined = await payAt(shop, {
      ...{ amount: { minor: 100_00, currency: "EUR" }, captureMode: "manual" },
      card: { number: "4000000000000812", expiry: "12/30", securityCode: "123" },
    });
    await expect(chainOf(declined)).rejects.toThrow("no chain");
    await expect(chainOf(await reserve(await makeShop({ captureMode: "manual" })))).rejects.toThrow(
      "no chain",
    );
  });

  it("is renewed in the night after its interval: reversed, then authorised (CT-1)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    at("2026-11-09T00:30:00Z");
    await tick("2026-11-09T00:30:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ renewals: 0 });
    at(dueNight);
    await tick(dueNight, [shop]);
    expect(await chainOf(id)).toMatchObject({
      state: "active",
      renewals: 1,
      next: new Date("2026-11-17T00:30:00Z"),
    });
    expect(await historyOf(id)).toEqual(["authorise 2026-11-02", "release 2026-11-10", "renew 2026-11-10"]);
    await expectAgreement(id);
  });

  it("captures a part, splits overnight and captures the rest on the new reservation (CT-6, CT-11)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await capture(shop, id, 60_00)).toMatchObject({ value: { outcome: "done", code: "00000000" } });
    expect(await chainOf(id)).toMatchObject({
      state: "split_pending",
      payment: "completed",
      paid: 60_00,
      reserved: 40_00,
    });
    expect(await capture(shop, id, 10_00)).toEqual({ ok: false, error: "captured_today" });
    await expectAgreement(id);
    at("2026-11-03T00:30:00Z");
    await tick("2026-11-03T00:30:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "active", reserved: 40_00 });
    await expectAgreement(id);
    at("2026-11-03T09:00:00Z");
    expect(await capture(shop, id, null)).toMatchObject({ value: { outcome: "done", minor: 40_00 } });
    expect(await chainOf(id)).toMatchObject({ state: "captured", payment: "completed", paid: 100_00 });
    await expectAgreement(id);
    await refund(shop, id, 100_00);
    const [payment] = await rowsOf<{ refunded: number }>(
      "select refunded_minor::int as refunded from payment where id = $1",
      [id],
    );
    expect(payment?.refunded).toBe(100_00);
  });

  it("stops when a capture is refused, and the payment stays authorised (CT-10)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await capture(shop, id, 66_01)).toMatchObject({ value: { outcome: "refused", code: "21000305" } });
    expect(await chainOf(id)).toMatchObject({
      state: "stopped",
      reason: "failed_action",
      payment: "authorised",
    });
    await expectAgreement(id);
  });

  it("takes back a capture on its day, then the reservation (CT-12, CT-17, CT-E4)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    const reverse = () => reverseLast(actorOf(shop), { paymentId: id, seen: null });
    await capture(shop, id, 60_00);
    expect(await reverse()).toMatchObject({ value: { outcome: "done", minor: 60_00 } });
    expect(await chainOf(id)).toMatchObject({
      state: "active",
      reserved: 100_00,
      payment: "authorised",
      paid: 0,
    });
    await expectAgreement(id);
    expect(await reverse()).toMatchObject({ value: { outcome: "done", minor: 100_00 } });
    expect(await chainOf(id)).toMatchObject({ state: "reversed", reserved: 0, payment: "cancelled" });
    await expectAgreement(id);
  });

  it("is not renewed any more after cancelauth, and ends with its reservation (CT-13)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await stopRenewal(actorOf(shop), { paymentId: id })).toMatchObject({ value: { outcome: "done" } });
    at(dueNight);
    await tick(dueNight, [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "stopped", reason: "cancelauth", renewals: 0 });
    at("2026-12-03T09:00:00Z");
    await tick("2026-12-03T09:00:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "lapsed", payment: "cancelled" });
    expect(await capture(shop, id, 1_00)).toEqual({ ok: false, error: "has_lapsed" });
  });

  it("stops when a credit fails, and hopes no more after any (CT-10, CT-14, CT-E7)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop, 200_00);
    await capture(shop, id, 90_00);
    await refund(shop, id, 77_01);
    expect(await chainOf(id)).toMatchObject({ state: "stopped", reason: "failed_action", reserved: 110_00 });
  });

  it("is told of by a mail or by a row when a renewal fails (CT-16)", async () => {
    at(begin);
    const [byMail, byFile] = [
      await renewingShop({ failureNotice: "email", failureEmail: "ops@shop.example" }),
      await renewingShop(),
    ];
    const ids = [await reserve(byMail, 55_12), await reserve(byFile, 55_12)];
    at(dueNight);
    await tick(dueNight, [byMail, byFile]);
    for (const id of ids)
      expect(await chainOf(id)).toMatchObject({ state: "stopped", reason: "renewal_failed", reserved: 0 });
    const failures = await rowsOf<{ id: string; notice: string; code: string; kind: string }>(
      "select id, notice, code, kind from renewal_failure where payment_id = any($1::uuid[]) order by notice",
      [ids],
    );
    expect(failures).toMatchObject([
      { notice: "batch", code: "21000454", kind: "renewal" },
      { notice: "email", code: "21000454", kind: "renewal" },
    ]);
    const event = { version: 1, merchantId: byMail.merchantId, failureId: failures[1]?.id };
    await handlers["renewal.failed"](event);
    await handlers["renewal.failed"](event);
    const mails = await rowsOf(
      "select 1 from communication where payment_id = $1 and kind = 'renewal_failure'",
      [ids[0]],
    );
    expect(mails).toHaveLength(1);
  });

  it("hopes once, the morning after the night in which it failed (CT-14)", async () => {
    at(begin);
    const shop = await renewingShop({ hopeRun: true });
    const [works, fails] = [await reserve(shop, 55_13), await reserve(shop, 55_01)];
    at(dueNight);
    await tick(dueNight, [shop]);
    for (const id of [works, fails])
      expect(await chainOf(id)).toMatchObject({ state: "hope_pending", reserved: 0 });
    at("2026-11-11T03:15:00Z");
    await tick("2026-11-11T03:15:00Z", [shop]);
    expect(await chainOf(works)).toMatchObject({ state: "active", reserved: 55_13 });
    expect(await chainOf(fails)).toMatchObject({ state: "stopped", reason: "hope_failed" });
    await expectAgreement(works);
    await expectAgreement(fails);
  });

  it("gives up the hope when an action arrives meanwhile (CT-14)", async () => {
    at(begin);
    const shop = await renewingShop({ hopeRun: true });
    const id = await reserve(shop, 55_13);
    at(dueNight);
    await tick(dueNight, [shop]);
    expect(await capture(shop, id, 10_00)).toMatchObject({ value: { outcome: "refused" } });
    expect(await chainOf(id)).toMatchObject({ state: "stopped", reason: "hope_failed", renewals: 0 });
    at("2026-11-11T03:15:00Z");
    await tick("2026-11-11T03:15:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({
      ...{ state: "lapsed", reason: "hope_failed", renewals: 0, payment: "cancelled" },
    });
  });

  it("in realtime splits three minutes after a capture (CT-7)", async () => {
    at(begin);
    const shop = await renewingShop({
      realtime: true,
      failureNotice: "email",
      failureEmail: "ops@shop.example",
    });
    const id = await reserve(shop);
    await capture(shop, id, 60_00);
    at("2026-11-02T09:03:00Z");
    await tick("2026-11-02T09:03:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "active", reserved: 40_00, renewals: 1 });
    expect(await capture(shop, id, 10_00)).toEqual({ ok: false, error: "too_soon" });
    at("2026-11-02T09:05:00Z");
    expect(await capture(shop, id, 10_00)).toMatchObject({ value: { outcome: "done" } });
    await expectAgreement(id);
  });

  it("goes by a new setting from the next night on", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    const wanted = {
      isOn: true,
      renewAfterDays: 3,
      stopAfterDays: 30,
      splitting: true,
      realtime: false,
    } as const;
    const saved = await saveRenewalSetting(actorOf(shop), {
      ...{ ...wanted, websiteId: shop.websiteId, failureNotice: "batch", failureEmail: null },
      ...{ hopeRun: false, renewsSimulated: true },
    });
    expect(saved).toMatchObject({ value: { inForceAt: new Date("2026-11-03T00:30:00Z") } });
    expect(await chainOf(id)).toMatchObject({ next: new Date(dueNight) });
    at("2026-11-03T00:30:00Z");
    await tick("2026-11-03T00:30:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ next: new Date("2026-11-06T00:30:00Z") });
    await setRenewals(shop, { isOn: false }, "2026-11-04T00:30:00Z");
    at("2026-11-04T00:30:00Z");
    await tick("2026-11-04T00:30:00Z", [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "stopped", reason: "manual" });
  });

  it("is captured by the chain's own rules, not by those of other payments", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await capturePayment(actorOf(shop), { paymentId: id, minor: 1_00 })).toEqual({
      ok: false,
      error: "has_chain",
    });
    await expectAgreement(id);
  });

  it("tells the website of every capture, and the payment's history says how much", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    await capture(shop, id, 60_00, true);
    await capture(shop, id, 10_00);
    const jobs = await rowsOf<{ task: "payment.captured"; payload: unknown }>(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'payment.captured' and j.payload->>'paymentId' = $1
       returning t.identifier as task, j.payload`,
      [id],
    );
    expect(jobs).toHaveLength(1);
    for (const { task, payload } of jobs) await handlers[task](payload);
    expect(await rowsOf("select told_status as told from push where payment_id = $1", [id])).toEqual([
      { told: "completed" },
    ]);
    const history = await rowsOf(
      "select event, changes from payment_history where payment_id = $1 and event in ('complete', 'capture') order by at, id",
      [id],
    );
    expect(history).toEqual([
      { event: "complete", changes: null },
      { event: "capture", changes: { capturedMinor: [60_00, 70_00] } },
    ]);
  });

  it("is captured whole when its parcel leaves, tomorrow where that is closed today (FP-11, CT-6)", async () => {
    at(begin);
    const shop = await renewingShop();
    const [whole, rest] = [await reserve(shop), await reserve(shop)];
    await capture(shop, rest, 60_00);
    const ship = (paymentId: string) =>
      recordShipment(actorOf(shop), {
        ...{ paymentId, intentId: crypto.randomUUID(), carrier: null, trackingCode: null, shippedAt: null },
      });
    expect(await ship(whole)).toMatchObject({ value: { outcome: "captured" } });
    await runWaitingJob(`chain-capture:${whole}`);
    expect(await chainOf(whole)).toMatchObject({ state: "captured", paid: 100_00 });
    await handlers["authorisation.capture"]({ version: 1, merchantId: shop.merchantId, paymentId: rest });
    expect(await chainOf(rest)).toMatchObject({ state: "split_pending", paid: 60_00 });
    at("2026-11-03T03:00:00Z");
    await runWaitingJob(`chain-capture:${rest}`);
    expect(await chainOf(rest)).toMatchObject({ state: "captured", paid: 100_00 });
    await expectAgreement(rest);
  });

  it("asks before it takes back more than the person saw (CT-12)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    await capture(shop, id, 60_00);
    const reverse = (seen: "authorisation" | "capture") =>
      reverseLast(actorOf(shop), { paymentId: id, seen });
    expect(await reverse("authorisation")).toEqual({ ok: false, error: "changed_meanwhile" });
    expect(await reverse("capture")).toMatchObject({ ok: true });
  });

  it("belongs to its merchant alone", async () => {
    at(begin);
    const id = await reserve(await renewingShop());
    const stranger = await renewingShop();
    expect(await capture(stranger, id, 1_00)).toEqual({ ok: false, error: "not_found" });
    expect(await stopRenewal(actorOf(stranger), { paymentId: id })).toEqual({
      ok: false,
      error: "not_found",
    });
  });

  it("is in one file of its night, written after the run, with the same content again (CT-16, CT-20)", async () => {
    at(begin);
    const shop = await renewingShop();
    const [order, other] = [await reserve(shop, 55_12), await reserve(shop, 55_11)];
    await capture(shop, await reserve(shop), 10_00);
    at(dueNight);
    await tick(dueNight, [shop]);
    const key = `chain-report:${shop.merchantId}:2026-11-10`;
    expect((await waitingJob(key))?.runAt).toEqual(new Date("2026-11-10T03:00:00Z"));
    at("2026-11-10T03:00:00Z");
    const job = await runWaitingJob(key);
    if (job === null) throw new Error("no report waits");
    await handlers[job.task](job.payload);
    const files = await rowsOf<{ name: string; content: Buffer; rows: number }>(
      "select name, content, row_count as rows from handed_file where merchant_id = $1 and kind = 'failures'",
      [shop.merchantId],
    );
    expect(files).toMatchObject([{ name: `F20261110${shop.siteReference}.dat`, rows: 2 }]);
    const read = [...readFailureFile(files[0]?.content ?? Buffer.alloc(0))].map(({ failure }) => failure);
    expect(read).toHaveLength(2);
    const payIds = await rowsOf<{ pay: string }>(
      "select replace(id::text, '-', '') as pay from operation where payment_id = any($1::uuid[]) and kind = 'authorise'",
      [[order, other]],
    );
    expect(new Set(read.map((failure) => failure?.payId))).toEqual(new Set(payIds.map(({ pay }) => pay)));
    expect(new Set(read.map((failure) => failure?.code))).toEqual(new Set(["21000454", "21000391"]));
  });
});
