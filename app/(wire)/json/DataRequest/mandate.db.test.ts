import { afterAll, describe, expect, it, vi } from "vitest";
import { GET as comeBack } from "@/app/(public)/return/[token]/route";
import { POST as notifications } from "@/app/(wire)/bank/notifications/route";
import { cancelDataRequest } from "@/lib/features/data-requests/commands/cancel-data-request";
import { now } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { controlBank, pressAtBank, useBank } from "@/scripts/test/bank";
import { askFor, askStatus, codeOf, outputsOf, wrongOf, type DataRequestBody } from "@/scripts/test/buckaroo";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { drain } from "@/scripts/test/drain";
import { handlers } from "@/lib/worker/registry";

const { heard } = useBank();
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const wish = { DebtorReference: "D-1", SequenceType: 1, EMandateReason: "Subscription", MaxAmount: "50.00" };
const create = (shop: Shop, values: object = {}, more: object = {}) =>
  askFor(shop, "emandate", "CreateMandate", { ...wish, ...values }, more);

type Row = { id: string; code: number; outputs: { name: string; value: string }[] };
async function rowOf(key: string): Promise<Row> {
  const [row] = await rowsOf<Row>(
    "select id, status_code as code, output_parameters as outputs from data_request where key = $1",
    [key],
  );
  if (row === undefined) throw new Error("no such request");
  return row;
}
const codeNow = async (key: string) => (await rowOf(key)).code;
const pathOf = async (key: string) =>
  (
    await rowsOf<{ code: number }>(
      `select h.to_code as code from data_request_history h join data_request d on d.id = h.data_request_id
       where d.key = $1 order by h.at, h.id`,
      [key],
    )
  ).map(({ code }) => code);
const becomes = (key: string, code: number) =>
  vi.waitFor(async () => expect(await codeNow(key)).toBe(code), { timeout: 8_000, interval: 40 });

const redirectOf = (body: DataRequestBody) => body.RequiredAction?.RedirectURL ?? "";
async function returnTo(returnUrl: string | null): Promise<Response> {
  const token = new URL(returnUrl ?? "").pathname.split("/").at(-1) ?? "";
  return comeBack(new Request(returnUrl ?? ""), { params: Promise.resolve({ token }) });
}

describe("a mandate", () => {
  it("is told by the id that its shop gave it, whatever the digits add up to", async () => {
    const shop = await makeShop();
    const MandateId = "M-0000000000000000";
    const asked = await create(shop, { MandateId });
    const stands = (await (await askStatus(shop, asked.Key)).json()) as DataRequestBody;
    expect([outputsOf(asked)["MandateId"], outputsOf(stands)["MandateId"]]).toEqual([MandateId, MandateId]);
    const about = await askFor(shop, "emandate", "GetStatus", { MandateId });
    expect(outputsOf(about)["EmandateStatus"]).toBe("Open");
  });

  it("goes from 790 over 791 to 190 when the customer accepts, and tells each step", async () => {
    const shop = await makeShop({ name: "Shop <&>" });
    const asked = await create(shop, {}, { ReturnURL: "https://shop.example/back" });
    expect(codeOf(asked)).toBe(790);
    expect(asked.RequiredAction?.Name).toBe("Redirect");
    const page = await (await fetch(redirectOf(asked))).text();
    expect(page).toContain("Shop &lt;&amp;&gt; asks for a mandate");
    await controlBank({ delayMs: 400 });
    const { returnUrl } = await pressAtBank(redirectOf(asked), "accept");
    const back = await returnTo(returnUrl);
    expect([back.status, back.headers.get("location")]).toEqual([303, "https://shop.example/back"]);
    expect(await codeNow(asked.Key)).toBe(791);
    await becomes(asked.Key, 190);
    expect(heard.at(-1)).toBe(204);
    expect(await pathOf(asked.Key)).toEqual([790, 791, 190]);
    const { id, outputs } = await rowOf(asked.Key);
    const told = Object.fromEntries(outputs.map(({ name, value }) => [name, value]));
    expect(told).toMatchObject({ EmandateStatus: "Success", BankId: "RABONL2U", Reference: "D-1" });
    expect(told["Iban"]).toMatch(/^NL\d\d\*{10}\d{4}$/);
    // The shop did not say who it is; the bank does (BK-3).
    const [customer] = await rowsOf<{ name: string; account: string }>(
      "select customer_name as name, customer_account as account from data_request where id = $1",
      [id],
    );
    expect(customer).toEqual({ name: told["AccountName"], account: told["Iban"] });
    const legs = await rowsOf<{ leg: string }>(
      "select leg from exchange where data_request_id = $1 order by started_at, id",
      [id],
    );
    expect(legs.map(({ leg }) => leg).sort()).toEqual([
      "bank_to_us",
      "customer_to_us",
      "merchant_to_us",
      "us_to_bank",
    ]);
    const all = await rowsOf<{ text: string }>(
      "select string_agg(concat(request_body, response_body), '') as text from exchange where data_request_id = $1",
      [id],
    );
    expect(all[0]?.text).not.toMatch(/NL\d\dRABO\d{10}/);
  });

  it.each([
    ["refuse", 690, "Rejected"],
    ["cancel", 890, "Cancelled"],
  ] as const)("ends at once when the customer presses %s", async (answer, code, status) => {
    const shop = await makeShop();
    const asked = await create(shop, {}, { ReturnURLCancel: "https://shop.example/cancelled" });
    const { returnUrl } = await pressAtBank(redirectOf(asked), answer);
    expect(await pathOf(asked.Key)).toEqual([790, code]);
    const back = await returnTo(returnUrl);
    expect(back.headers.get("location")).toBe(
      code === 890 ? "https://shop.example/cancelled" : "/returned?as=noted",
    );
    expect(await codeNow(asked.Key)).toBe(code);
    const state = await askFor(shop, "emandate", "GetStatus", {
      MandateId: outputsOf(asked)["MandateId"] ?? "",
    });
    expect(outputsOf(state)["EmandateStatus"]).toBe(status);
    expect((await pressAtBank(redirectOf(asked), "accept")).status).toBe(410);
  });

  it("is asked about while the bank is silent, and ends with its answer", async () => {
    const shop = await makeShop();
    const asked = await create(shop);
    await controlBank({ silent: true, delayMs: 0 });
    const { returnUrl } = await pressAtBank(redirectOf(asked), "accept");
    await returnTo(returnUrl);
    const { id } = await rowOf(asked.Key);
    expect(await codeNow(asked.Key)).toBe(791);
    await runWaitingJob(`bank:${id}`);
    expect(await codeNow(asked.Key)).toBe(190);
    expect(await waitingJob(`bank:${id}`)).toBeNull();
    await controlBank({ silent: false });
  });

  it("is asked about ever more seldom while it is open", async () => {
    const shop = await makeShop();
    const asked = await create(shop);
    const { id } = await rowOf(asked.Key);
    await runWaitingJob(`bank:${id}`);
    expect(await codeNow(asked.Key)).toBe(790);
    expect((await waitingJob(`bank:${id}`))?.payload).toMatchObject({ asked: 5 });
  });

  it("ends as 490 after its time, unless it was signed in the last moment", async () => {
    const shop = await makeShop();
    const [late, signed] = [await create(shop), await create(shop)];
    await controlBank({ silent: true, delayMs: 0 });
    await pressAtBank(redirectOf(signed), "accept");
    await rowsOf("update data_request set expires_at = now() - interval '1 second' where website_id = $1", [
      shop.websiteId,
    ]);
    await handlers["data_requests.expire"]({ version: 1, merchantId: shop.merchantId });
    expect(await pathOf(late.Key)).toEqual([790, 490]);
    expect(await pathOf(signed.Key)).toEqual([790, 190]);
    expect((await fetch(redirectOf(late))).status).toBe(410);
    await controlBank({ silent: false });
  });

  it("is cancelled by the merchant, at the bank too", async () => {
    const shop = await makeShop();
    const asked = await create(shop);
    const MandateId = outputsOf(asked)["MandateId"] ?? "";
    const cancelled = await askFor(shop, "emandate", "CancelMandate", { MandateId });
    expect(codeOf(cancelled)).toBe(190);
    expect(outputsOf(cancelled)["EmandateStatus"]).toBe("Cancelled");
    expect(await codeNow(asked.Key)).toBe(891);
    expect((await pressAtBank(redirectOf(asked), "accept")).status).toBe(410);
    const again = await askFor(shop, "emandate", "CancelMandate", { MandateId });
    expect([codeOf(again), wrongOf(again)]).toEqual([491, ["MandateId"]]);
  });

  it("can be cancelled from the portal, once", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const asked = await create(shop);
    const { id } = await rowOf(asked.Key);
    expect(await cancelDataRequest(actorOf(foreign), id)).toEqual({ ok: false, error: "not_found" });
    expect(await cancelDataRequest(actorOf(shop), id)).toEqual({ ok: true, value: "cancelled" });
    expect(await cancelDataRequest(actorOf(shop), id)).toEqual({ ok: false, error: "ended_before" });
    expect(await pathOf(asked.Key)).toEqual([790, 891]);
  });

  it("is replaced by the one that modifies it", async () => {
    const shop = await makeShop();
    const first = await create(shop, { MandateId: "M-1" });
    const modify = (values: object) =>
      askFor(shop, "emandate", "ModifyMandate", { ...wish, OriginalMandateId: "M-1", ...values });
    expect(wrongOf(await modify({}))).toEqual(["OriginalMandateId"]);
    await controlBank({ delayMs: 0 });
    await pressAtBank(redirectOf(first), "accept");
    await becomes(first.Key, 190);
    const second = await modify({ MandateId: "M-2" });
    expect(codeOf(second)).toBe(790);
    await pressAtBank(redirectOf(second), "accept");
    await becomes(second.Key, 190);
    const rows = await rowsOf<{ id: string; status: string }>(
      "select mandate_id as id, status from mandate where merchant_id = $1 order by mandate_id",
      [shop.merchantId],
    );
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      ["M-1", "cancelled"],
      ["M-2", "signed"],
    ]);
    expect(wrongOf(await create(shop, { MandateId: "M-2" }))).toEqual(["MandateId"]);
  });

  it("is found by its own website only, in its own scheme", async () => {
    const shop = await makeShop();
    await create(shop, { MandateId: "M-1" });
    const ask = (asker: Shop, service: string) => askFor(asker, service, "GetStatus", { MandateId: "M-1" });
    expect(wrongOf(await ask(shop, "emandateb2b"))).toEqual(["MandateId"]);
    expect(wrongOf(await ask(await makeShop({ merchantId: shop.merchantId }), "emandate"))).toEqual([
      "MandateId",
    ]);
    expect(wrongOf(await ask(await makeShop(), "emandate"))).toEqual(["MandateId"]);
  });

  it("lists the banks", async () => {
    const listed = await askFor(await makeShop(), "emandateb2b", "GetIssuerList");
    expect(codeOf(listed)).toBe(190);
    expect(listed.Services[0]?.Parameters).toContainEqual({ Name: "IssuerId", Value: "RABONL2U" });
  });

  it("is told to the shop with every step", async () => {
    const shop = await makeShop();
    const asked = await create(shop, {}, { PushURL: "https://shop.example/push" });
    await pressAtBank(redirectOf(asked), "cancel");
    await drain();
    const pushes = await rowsOf<{ status: string }>(
      `select p.told_status as status from push p join data_request d on d.id = p.data_request_id
       where d.key = $1 order by p.id`,
      [asked.Key],
    );
    expect(pushes.map(({ status }) => status)).toEqual(["790", "890"]);
  });
});

describe("the bank's word", () => {
  const word = (headers: Record<string, string>, body: string) =>
    notifications(new Request("http://portal.example/bank/notifications", { method: "POST", headers, body }));

  it.each([
    ["without a signature", {}],
    [
      "with a foreign one",
      { "bank-signature": `t=${Math.floor(now().getTime() / 1000).toString()},v1=${"a".repeat(64)}` },
    ],
    ["with nonsense", { "bank-signature": "t=x" }],
  ])("is refused %s", async (_what, headers) => {
    expect((await word(headers, "{}")).status).toBe(401);
  });

  it("does not come by a forged or an old link either", async () => {
    const back = await comeBack(new Request("http://portal.example/return/x"), {
      params: Promise.resolve({ token: "x" }),
    });
    expect(back.headers.get("location")).toBe("/returned?as=unknown");
  });
});
