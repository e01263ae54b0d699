import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { handlers } from "@/lib/worker/registry";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { call, makeMerchantId } from "@/scripts/test/computop";
import { payAt } from "@/scripts/test/pay";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const setClock = useClock();

const day = "2027-01-12T10:00:00Z";
const nextNight = "2027-01-13T00:40:00Z";
const nextDay = "2027-01-13T10:00:00Z";
beforeEach(() => {
  setClock(day);
});

/** Renewed after seven days, split, and no realtime unless it is wished. */
async function renewing(shop: Shop, realtime: boolean): Promise<void> {
  await rowsOf(
    `insert into renewal_setting (merchant_id, id, website_id, is_on, renew_after_days, stop_after_days, splitting,
       failure_notice, failure_email, realtime, hope_run, renews_simulated, set_at, in_force_at, actor)
     values ($1, $2, $3, true, 7, 60, true, 'email', 'shop@example.com', $4, false, true, '2027-01-01', '2027-01-01', 'user:Eva')`,
    [shop.merchantId, randomUUID(), shop.websiteId, realtime],
  );
}

type Reserved = {
  readonly shop: Shop;
  readonly mid: string;
  readonly paymentId: string;
  readonly payId: string;
};

async function reserve({ minor = 1500, realtime = false } = {}): Promise<Reserved> {
  const shop = await makeShop();
  await renewing(shop, realtime);
  const mid = await makeMerchantId(shop);
  const amount = { minor, currency: "EUR" };
  const paymentId = await payAt(shop, { amount, captureMode: "manual", orderReference: "ORD-1001" });
  const inquired = await call(mid, "inquire24.aspx", { TransID: "ORD-1001" });
  return { shop, mid, paymentId, payId: inquired["PayID"] ?? "" };
}

const of = ({ payId }: Reserved, amount: number, more: Readonly<Record<string, string>> = {}) => ({
  PayID: payId,
  TransID: "ORD-1001",
  Amount: amount.toString(),
  Currency: "EUR",
  ...more,
});
const chainOf = async ({ paymentId }: Reserved) => {
  const [row] = await rowsOf<{ state: string; reason: string | null; captured: number }>(
    `select state, stop_reason as reason, captured_minor::int as captured from authorisation_chain where payment_id = $1`,
    [paymentId],
  );
  return row;
};
const runNight = async ({ shop }: Reserved) => {
  setClock(nextNight);
  await handlers["authorisations.renew"]({ version: 1, merchantId: shop.merchantId });
};

describe("a chain", () => {
  it("CT-6, CT-11 is captured in parts, one a day, and its first PayID leads to the reservation that lives", async () => {
    const chain = await reserve();
    const first = await call(chain.mid, "capture.aspx", of(chain, 500));
    expect(first).toMatchObject({ Status: "OK", Code: "00000000", PayID: chain.payId });
    expect(await call(chain.mid, "capture.aspx", of(chain, 500))).toMatchObject({
      Status: "FAILED",
      Code: "20190060",
    });
    await runNight(chain);
    setClock(nextDay);
    const second = await call(chain.mid, "capture.aspx", of(chain, 1000));
    expect(second).toMatchObject({ Status: "OK", TransID: "ORD-1001" });
    expect(second["PayID"]).not.toBe(chain.payId);
    expect(second["XID"]).not.toBe(first["XID"]);
    expect(await chainOf(chain)).toEqual({ state: "captured", reason: null, captured: 1500 });
    expect(await call(chain.mid, "inquire.aspx", { PayID: second["PayID"] ?? "" })).toMatchObject({
      AmountAuth: "1500",
      AmountCap: "1500",
    });
  });

  it("CT-7 waits five minutes with realtime", async () => {
    const chain = await reserve({ realtime: true });
    await call(chain.mid, "capture.aspx", of(chain, 500));
    setClock("2027-01-12T10:02:00Z");
    expect(await call(chain.mid, "capture.aspx", of(chain, 500))).toMatchObject({ Code: "20190061" });
  });

  it("CT-8 is not captured a second time in the night", async () => {
    setClock("2027-01-12T00:10:00Z");
    const chain = await reserve({ realtime: true });
    await call(chain.mid, "capture.aspx", of(chain, 500));
    setClock("2027-01-12T01:00:00Z");
    expect(await call(chain.mid, "capture.aspx", of(chain, 500))).toMatchObject({ Code: "20190062" });
  });

  it("CT-13 is not renewed any more after FinishAuth", async () => {
    const chain = await reserve();
    const finish = of(chain, 500, { FinishAuth: "Y" });
    expect(await call(chain.mid, "capture.aspx", finish)).toMatchObject({ Code: "00000000" });
    expect(await chainOf(chain)).toEqual({ state: "stopped", reason: "finish_auth", captured: 500 });
  });

  it("CT-13 is not renewed any more after cancelauth, and is captured all the same", async () => {
    const chain = await reserve();
    expect(await call(chain.mid, "cancelauth.aspx", of(chain, 1500))).toMatchObject({ Code: "00000000" });
    expect(await chainOf(chain)).toMatchObject({ state: "stopped", reason: "cancelauth" });
    expect(await call(chain.mid, "cancelauth.aspx", of(chain, 1500))).toMatchObject({ Code: "20190064" });
    expect(await call(chain.mid, "capture.aspx", of(chain, 1500))).toMatchObject({ Code: "00000000" });
  });

  it("CT-12, CT-17 gives back what was done last: the capture of the day, then the reservation", async () => {
    const chain = await reserve();
    await call(chain.mid, "capture.aspx", of(chain, 500));
    expect(await call(chain.mid, "reverse.aspx", of(chain, 500))).toMatchObject({ Code: "00000000" });
    expect(await chainOf(chain)).toMatchObject({ state: "active", captured: 0 });
    expect(await call(chain.mid, "reverse.aspx", of(chain, 1500))).toMatchObject({ Code: "00000000" });
    expect(await chainOf(chain)).toMatchObject({ state: "reversed" });
    expect(await call(chain.mid, "capture.aspx", of(chain, 500))).toMatchObject({ Code: "20190063" });
  });

  it("CT-17 reverses a capture on its day only", async () => {
    const chain = await reserve();
    await call(chain.mid, "capture.aspx", of(chain, 1500));
    setClock(nextDay);
    expect(await call(chain.mid, "reverse.aspx", of(chain, 1500))).toMatchObject({ Code: "20190065" });
  });

  it("CT-10 is not renewed any more after a capture that the bank refused", async () => {
    const chain = await reserve({ minor: 20_000 });
    const refused = await call(chain.mid, "capture.aspx", of(chain, 6601));
    expect(refused["Status"]).toBe("FAILED");
    expect(refused["Code"]).toMatch(/^2\d{7}$/);
    expect(await chainOf(chain)).toMatchObject({ state: "stopped", reason: "failed_action", captured: 0 });
  });

  it("refuses more than is left, and captures once for a ReqId", async () => {
    const chain = await reserve();
    expect(await call(chain.mid, "capture.aspx", of(chain, 1501))).toMatchObject({ Code: "20120050" });
    const once = of(chain, 500, { ReqId: "r1" });
    const answers = await Promise.all([1, 2, 3].map(() => call(chain.mid, "capture.aspx", once)));
    expect(new Set(answers.map((answer) => answer["XID"])).size).toBe(1);
    expect(await chainOf(chain)).toMatchObject({ captured: 500 });
  });

  it("tells of the capture that a ReqId began when a crash took the answer, and begins no other", async () => {
    const chain = await reserve();
    const once = of(chain, 500, { ReqId: "r2" });
    const first = await call(chain.mid, "capture.aspx", once);
    await rowsOf(
      `update idempotency_key set status = null, body = null, created_at = '2027-01-01'
       where merchant_id = $1 and key = 'computop:r2'`,
      [chain.shop.merchantId],
    );
    const again = await call(chain.mid, "capture.aspx", once);
    expect([again["Status"], again["XID"]]).toEqual(["OK", first["XID"]]);
    expect(await chainOf(chain)).toMatchObject({ captured: 500 });
  });

  it("tells a ReqId that heard PENDING what the bank said since", async () => {
    const chain = await reserve({ minor: 20_000 });
    const once = of(chain, 6605, { ReqId: "r3" });
    const first = await call(chain.mid, "capture.aspx", once);
    expect(first).toMatchObject({ Status: "PENDING" });
    setClock("2027-01-12T11:00:00Z");
    await handlers["authorisations.recover"]({ version: 1, merchantId: chain.shop.merchantId });
    const again = await call(chain.mid, "capture.aspx", once);
    expect(again).toMatchObject({ Status: "OK", XID: first["XID"] });
    expect(await call(chain.mid, "capture.aspx", once)).toEqual(again);
    expect(await chainOf(chain)).toMatchObject({ captured: 6605 });
  });

  it("says PENDING while the bank is silent", async () => {
    const chain = await reserve({ minor: 20_000 });
    expect(await call(chain.mid, "capture.aspx", of(chain, 6602))).toMatchObject({
      Status: "PENDING",
      Code: "61000001",
    });
  });
});
