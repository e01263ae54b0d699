import { describe, expect, it } from "vitest";
import { DELETE, HEAD } from "@/app/(wire)/capture.aspx/route";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { bookedSums, useAcquirer } from "@/scripts/test/acquirer";
import { call, formOf, get, macOf, makeMerchantId, post, read, signed } from "@/scripts/test/computop";
import { payAt } from "@/scripts/test/pay";

useAcquirer();

type Paid = { readonly shop: Shop; readonly mid: string; readonly paymentId: string; readonly payId: string };

async function reserve(minor = 1500): Promise<Paid> {
  const shop = await makeShop();
  const mid = await makeMerchantId(shop);
  const amount = { minor, currency: "EUR" };
  const paymentId = await payAt(shop, { amount, captureMode: "manual", orderReference: "ORD-1001" });
  const [operation] = await rowsOf<{ id: string }>(
    "select id from operation where payment_id = $1 and kind = 'authorise'",
    [paymentId],
  );
  return { shop, mid, paymentId, payId: (operation?.id ?? "").replaceAll("-", "") };
}

const standing = async (paymentId: string) => {
  const [row] = await rowsOf<{ status: string; captured: number; refunded: number; reference: string }>(
    `select status, captured_minor::int as captured, refunded_minor::int as refunded,
       gateway_reference as reference from payment where id = $1`,
    [paymentId],
  );
  return row;
};
const of = ({ payId }: Paid, more: Readonly<Record<string, string>> = {}) => ({
  PayID: payId,
  TransID: "ORD-1001",
  Amount: "1500",
  Currency: "EUR",
  ...more,
});
const inquired = ({ mid, payId }: Paid) => call(mid, "inquire.aspx", { PayID: payId });

describe("a payment without renewal", () => {
  it("is captured, and the answer names the operation that the acquirer booked", async () => {
    const paid = await reserve();
    const answer = await call(paid.mid, "capture.aspx", of(paid, { RefNr: "R-1" }));
    expect(answer).toMatchObject({
      mid: paid.mid,
      PayID: paid.payId,
      TransID: "ORD-1001",
      refnr: "R-1",
      Status: "OK",
      Description: "success",
      Code: "00000000",
    });
    const [operation] = await rowsOf<{ id: string }>(
      "select id from operation where payment_id = $1 and kind = 'capture'",
      [paid.paymentId],
    );
    expect(answer["XID"]).toBe(operation?.id.replaceAll("-", ""));
    expect(await standing(paid.paymentId)).toMatchObject({ status: "completed", captured: 1500 });
  });

  it("is found by the payment's own id too, in upper case, and by GET", async () => {
    const paid = await reserve();
    const PayID = paid.paymentId.replaceAll("-", "").toUpperCase();
    const form = formOf(paid.mid, signed(paid.mid, of(paid, { PayID, Amount: "700" })));
    expect(await read(paid.mid, await get("capture.aspx", form))).toMatchObject({ Code: "00000000" });
    const after = await standing(paid.paymentId);
    expect(after).toMatchObject({ status: "completed", captured: 700 });
    expect(await bookedSums(after?.reference ?? "")).toMatchObject({ captured: 700 });
  });

  it.each([
    [{ Amount: "1501" }, "20120050"],
    [{ Currency: "USD" }, "20120070"],
    [{ FinishAuth: "Y" }, "20190064"],
    [{ PayID: "0".repeat(32) }, "20120010"],
    [{ Amount: "0" }, "20120051"],
  ])("refuses a capture with %j and stays as it is", async (more, code) => {
    const paid = await reserve();
    const answer = await call(paid.mid, "capture.aspx", of(paid, more));
    expect(answer).toMatchObject({ Status: "FAILED", Code: code });
    expect(await standing(paid.paymentId)).toMatchObject({ status: "authorised", captured: 0 });
  });

  it("is captured once", async () => {
    const paid = await reserve();
    await call(paid.mid, "capture.aspx", of(paid, { Amount: "700" }));
    expect(await call(paid.mid, "capture.aspx", of(paid, { Amount: "700" }))).toMatchObject({
      Code: "20190063",
    });
    expect(await standing(paid.paymentId)).toMatchObject({ captured: 700 });
  });

  it("is reversed while it is reserved, and not once it is captured", async () => {
    const [held, taken] = [await reserve(), await reserve()];
    expect(await call(held.mid, "reverse.aspx", of(held))).toMatchObject({ Code: "00000000" });
    expect(await standing(held.paymentId)).toMatchObject({ status: "cancelled" });
    await call(taken.mid, "capture.aspx", of(taken));
    expect(await call(taken.mid, "reverse.aspx", of(taken))).toMatchObject({ Code: "20190069" });
    expect(await standing(taken.paymentId)).toMatchObject({ status: "completed", captured: 1500 });
  });

  it("has no renewal that cancelauth could stop", async () => {
    const paid = await reserve();
    expect(await call(paid.mid, "cancelauth.aspx", of(paid))).toMatchObject({ Code: "20190064" });
  });

  it("CT-17 is credited up to what was captured, under a TransID of the credit's own", async () => {
    const paid = await reserve();
    expect(await call(paid.mid, "credit.aspx", of(paid, { Amount: "1" }))).toMatchObject({
      Code: "20190066",
    });
    await call(paid.mid, "capture.aspx", of(paid, { Amount: "1000" }));
    const credit = of(paid, { Amount: "400", TransID: "CONF-ABC12-R-1" });
    expect(await call(paid.mid, "credit.aspx", credit)).toMatchObject({
      Code: "00000000",
      TransID: "CONF-ABC12-R-1",
    });
    expect(await call(paid.mid, "credit.aspx", of(paid, { Amount: "601" }))).toMatchObject({
      Code: "20120052",
    });
    expect(await standing(paid.paymentId)).toMatchObject({ refunded: 400 });
  });
});

describe("an inquiry", () => {
  it("tells the sums, by PayID and by TransID, unsigned too", async () => {
    const paid = await reserve();
    expect(await inquired(paid)).toMatchObject({
      LastStatus: "OK",
      AmountAuth: "1500",
      AmountCap: "0",
      AmountCred: "0",
      Currency: "EUR",
      TransID: "ORD-1001",
    });
    await call(paid.mid, "capture.aspx", of(paid, { Amount: "1000" }));
    await call(paid.mid, "credit.aspx", of(paid, { Amount: "250" }));
    const form = formOf(paid.mid, { TransID: "ORD-1001" });
    expect(await read(paid.mid, await get("inquire24.aspx", form))).toMatchObject({
      PayID: paid.payId,
      Code: "00000000",
      AmountAuth: "1500",
      AmountCap: "1000",
      AmountCred: "250",
    });
  });

  it("gives nothing back that would read as another value", async () => {
    const paid = await reserve();
    const wrong = of(paid, { TransID: "A%26Status%3DOK" });
    const MAC = macOf(paid.payId, "A&Status=OK", paid.mid, "1500", "EUR");
    const form = formOf(paid.mid, { ...wrong, MAC });
    const answer = await read(paid.mid, await post("capture.aspx", form));
    expect(answer).toMatchObject({ TransID: "A Status=OK", Status: "FAILED", Code: "20110030" });
  });

  it("does not know what is not there", async () => {
    const { mid } = await reserve();
    expect(await call(mid, "inquire.aspx", { PayID: "1".repeat(32) })).toMatchObject({ Code: "20120010" });
    expect(await call(mid, "inquire24.aspx", { TransID: "ORD-9" })).toMatchObject({ Code: "20120030" });
  });

  it("knows nothing of another website's payments", async () => {
    const [paid, stranger] = [await reserve(), await reserve()];
    const answer = await call(stranger.mid, "inquire.aspx", { PayID: paid.payId });
    expect(answer).toMatchObject({ Code: "20120010" });
    expect(await call(stranger.mid, "capture.aspx", of(paid))).toMatchObject({ Code: "20120010" });
  });
});

describe("a ReqId", () => {
  it("is carried out once: the same call hears the same again, another one is refused", async () => {
    const paid = await reserve();
    const first = await call(paid.mid, "capture.aspx", of(paid, { ReqId: "a1" }));
    expect(first).toMatchObject({ Code: "00000000" });
    expect(await call(paid.mid, "capture.aspx", of(paid, { ReqId: "a1" }))).toEqual(first);
    const other = of(paid, { ReqId: "a1", Amount: "1" });
    expect(await call(paid.mid, "capture.aspx", other)).toMatchObject({ Code: "20170020" });
  });

  it("is not used up by a call that is not signed", async () => {
    const paid = await reserve();
    const form = formOf(paid.mid, { ...of(paid, { ReqId: "a2" }), MAC: macOf("another") });
    expect(await read(paid.mid, await post("capture.aspx", form))).toMatchObject({ Code: "20120090" });
    expect(await call(paid.mid, "capture.aspx", of(paid, { ReqId: "a2" }))).toMatchObject({
      Code: "00000000",
    });
  });

  it("credits once", async () => {
    const paid = await reserve();
    await call(paid.mid, "capture.aspx", of(paid));
    const credit = of(paid, { Amount: "100", ReqId: "c1" });
    await Promise.all([1, 2, 3].map(() => call(paid.mid, "credit.aspx", credit)));
    expect(await standing(paid.paymentId)).toMatchObject({ refunded: 100 });
  });
});

describe("what is said to strangers", () => {
  it.each([
    ["", "20100080"],
    ["MerchantID=nobody&Len=7&Data=ec7444dad8c67156", "20120080"],
    [`MerchantID=nobody&Len=7&Data=${"0".repeat(200_000)}`, "20140100"],
  ])("is plain text", async (form, code) => {
    const response = await post("capture.aspx", form);
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(new RegExp(`^Status=FAILED&Code=${code}&Description=[A-Za-z ]+$`));
  });

  it("is plain text too where Data is another password's", async () => {
    const { mid } = await reserve();
    const response = await post("inquire.aspx", `MerchantID=${mid}&Len=16&Data=${"ab".repeat(16)}`);
    expect(await response.text()).toMatch(/^Status=FAILED&Code=20110100&/);
  });

  it("is nothing to a revoked MerchantID", async () => {
    const { mid, payId } = await reserve();
    await rowsOf("update computop_credential set revoked_at = now() where mid = $1", [mid]);
    const response = await post("inquire.aspx", formOf(mid, { PayID: payId }));
    expect(await response.text()).toMatch(/&Code=20120080&/);
  });
});

describe("the record of a call", () => {
  it("shows what was inside, GETs too", async () => {
    const paid = await reserve();
    await get("inquire.aspx", formOf(paid.mid, { PayID: paid.payId, TransID: "T-visible" }));
    const [kept] = await rowsOf<{ request: string; response: string; url: string }>(
      `select request_body as request, response_body as response, url from exchange
       where payment_id = $1 and leg = 'merchant_to_us'`,
      [paid.paymentId],
    );
    expect(kept?.url).toContain("/inquire.aspx?MerchantID=");
    expect(kept?.request).toBe(`PayID=${paid.payId}&TransID=T-visible`);
    expect(kept?.response).toMatch(/^MID=.*&Data=[0-9A-F]+\n\nmid=.*&LastStatus=OK&/);
  });

  it("has no other methods than the two", () => {
    expect(HEAD().status).toBe(405);
    expect(DELETE().status).toBe(405);
    expect(DELETE().headers.get("allow")).toBe("GET, POST");
  });
});
