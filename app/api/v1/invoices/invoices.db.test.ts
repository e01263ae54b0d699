import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Invoice, InvoicePage, NewInvoiceAct } from "@/app/api/v1/invoice-schemas";
import { POST as POST_ACT } from "@/app/api/v1/invoices/[id]/acts/route";
import { GET as GET_ONE } from "@/app/api/v1/invoices/[id]/route";
import { GET } from "@/app/api/v1/invoices/route";
import { Problem } from "@/app/api/v1/problem-schema";
import { correlationOf } from "@/lib/web/idempotent";
import { makeBounce } from "@/prisma/factories/bounce";
import { makeInvoice } from "@/prisma/factories/invoice";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { runHandler } from "@/scripts/test/jobs";

const base = "http://portal.example/api/v1/invoices";
const nowhere = { params: Promise.resolve({}) };
const at = (id: string) => ({ params: Promise.resolve({ id }) });
const bearer = (shop: Shop) => ({ authorization: `Bearer ${shop.apiKey}` });

const act = (shop: Shop, id: string, body: unknown, key: string = randomUUID()) =>
  POST_ACT(
    new Request(`${base}/${id}/acts`, {
      method: "POST",
      headers: { ...bearer(shop), "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    }),
    at(id),
  );
const read = (shop: Shop, id: string) =>
  GET_ONE(new Request(`${base}/${id}`, { headers: bearer(shop) }), at(id));
const list = (shop: Shop, search = "") =>
  GET(new Request(`${base}${search}`, { headers: bearer(shop) }), nowhere);

async function told(answer: Response) {
  expect([200, 201]).toContain(answer.status);
  return Invoice.strict().parse(await answer.json());
}
const page = async (shop: Shop, search: string) => InvoicePage.parse(await (await list(shop, search)).json());

async function refusalOf(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { status, reason, errors } = Problem.parse(await answer.json());
  expect(status).toBe(answer.status);
  return { status, reason, fields: (errors ?? []).map(({ field }) => field) };
}

const wordsOf = async (id: string) =>
  (
    await rowsOf<{ event: string }>(
      "select event from invoice_history where invoice_id = $1 order by at, id",
      [id],
    )
  ).map(({ event }) => event);

describe("invoices over the API", () => {
  it("are listed with filters, page by page", async () => {
    const shop = await makeShop();
    for (const number of ["A", "B", "C"]) await makeInvoice(shop, { number });
    const { id } = await makeInvoice(shop, { number: "D", statusCode: 20, dueDate: "2099-01-31" });
    const { data } = await page(shop, "?status=20&due-from=2099-01-01&state=open");
    expect(data).toMatchObject([
      {
        id,
        number: "D",
        statusCode: 20,
        state: "open",
        dueDate: "2099-01-31",
        open: { minor: 100_00, currency: "EUR" },
        debtor: { name: "J. Jansen" },
      },
    ]);
    const first = await page(shop, "?status=10&limit=2");
    const second = await page(shop, new URL(first.links.next ?? "", base).search);
    const numbers = [...first.data, ...second.data].map(({ number }) => number);
    expect(numbers.sort()).toEqual(["A", "B", "C"]);
    expect(second.links.next).toBeNull();
    expect((await page(shop, "?q=B")).data).toMatchObject([{ number: "B" }]);
  });

  it("tell steps, messages with their bounces, and what is still to come", async () => {
    const shop = await makeShop();
    const reminder = { action: "reminder", channel: "sms", fallbackChannel: "email" } as const;
    const steps = [
      { ...reminder, daysAfterDue: 3, feeMinor: 500 },
      { ...reminder, daysAfterDue: 30 },
    ];
    const { id } = await makeInvoice(shop, { steps });
    const after = await told(await act(shop, id, { act: "next_step" }));
    expect(after).toMatchObject({
      amounts: { open: { minor: 100_00 }, openAdminCosts: { minor: 500 } },
      steps: [{ position: 1, outcome: "sent", channel: "sms", fee: { minor: 500 } }],
      comingSteps: [{ position: 2, action: "reminder" }],
      stepsWaitFor: null,
      communications: [{ channel: "sms", kind: "invoice_reminder", addressee: "+31612345678", bounces: [] }],
    });
    const communicationId = after.communications[0]?.id ?? "";
    const [step] = await rowsOf<{ id: string }>("select id from invoice_step where invoice_id = $1", [id]);
    const bounceId = await makeBounce(shop, {
      ...{ kind: "CREDIT_MANAGEMENT", channel: "sms", addressee: "+31612345678", class: "unreachable" },
      communicationId,
    });
    await rowsOf("update bounce set invoice_id = $2, invoice_step_id = $3 where id = $1", [
      ...[bounceId, id, step?.id],
    ]);
    await runHandler("communication.bounced", shop, { communicationId, bounceId });
    const fallen = await told(await read(shop, id));
    const [backup, first] = fallen.communications;
    expect(backup).toMatchObject({ channel: "email", addressee: "j.jansen@example.nl" });
    expect(first?.bounces).toMatchObject([{ id: bounceId, class: "unreachable", fallbackId: backup?.id }]);
    expect(fallen.steps).toMatchObject([{ outcome: "sent_backup" }]);
  });

  it("are paused, disputed, planned, credited and written off", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop);
    const done = async (body: object) => told(await act(shop, id, body));
    expect(await done({ act: "pause" })).toMatchObject({ statusCode: 20, stepsWaitFor: "not_allowed_now" });
    expect((await done({ act: "unpause" })).statusCode).toBe(10);
    expect((await done({ act: "dispute", reason: "Broken" })).disputes).toMatchObject([
      { reason: "Broken", closedAt: null },
    ]);
    expect(await done({ act: "close_dispute", outcome: "Settled" })).toMatchObject({
      statusCode: 10,
      disputes: [{ outcome: "Settled" }],
    });
    expect(await done({ act: "credit", amountMinor: 40_00, number: "CN-1" })).toMatchObject({
      amounts: { credited: { minor: 40_00 }, open: { minor: 60_00 } },
      creditNotes: [{ number: "CN-1", amount: { minor: 40_00, currency: "EUR" } }],
    });
    expect((await done({ act: "plan", count: 3, startOn: "2099-01-31" })).plan).toMatchObject({
      status: "active",
      instalments: [
        { number: 1, dueOn: "2099-01-31", amount: { minor: 20_00 } },
        { dueOn: "2099-02-28" },
        { dueOn: "2099-03-31" },
      ],
    });
    expect((await done({ act: "end_plan" })).plan?.status).toBe("terminated");
    expect((await done({ act: "pause_debtor" })).debtor.isPaused).toBe(true);
    expect(await refusalOf(await act(shop, id, { act: "next_step" }))).toMatchObject({
      status: 409,
      reason: "debtor_paused",
    });
    const debtor = { name: "Jan Jansen", email: null, mobile: "06 12345678" };
    expect(await done({ act: "correct_debtor", ...debtor })).toMatchObject({ debtor: { email: null } });
    expect((await done({ act: "write_off" })).statusCode).toBe(80);
    expect(await refusalOf(await act(shop, id, { act: "pause" }))).toMatchObject({
      status: 409,
      reason: "not_allowed_now",
    });
  });

  it("are credited once per key, also by a repeat whose first answer was lost in a crash", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop);
    const key = randomUUID();
    const wish = { act: "credit", amountMinor: 10_00 };
    const answers = await Promise.all([1, 2, 3].map(() => act(shop, id, wish, key)));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect((await refusalOf(await act(shop, id, { ...wish, amountMinor: 1 }, key))).reason).toBe(
      "idempotency_key_reused",
    );
    await rowsOf("delete from idempotency_key where website_id = $1", [shop.websiteId]);
    expect((await told(await act(shop, id, wish, key))).amounts.credited.minor).toBe(10_00);
    expect(await wordsOf(id)).toEqual(["credit"]);
    const [line] = await rowsOf<{ correlation: string }>(
      "select correlation_id as correlation from invoice_history where invoice_id = $1",
      [id],
    );
    expect(line?.correlation).toBe(correlationOf({ websiteId: shop.websiteId, key }));
  });
});

describe("what is refused", () => {
  it.each([
    [{ act: "explode" }, "invalid_fields", ["act"]],
    [{}, "invalid_fields", ["act"]],
    [{ act: "pause", why: "x" }, "invalid_fields", ["why"]],
    [{ act: "dispute" }, "invalid_fields", ["reason"]],
    [{ act: "dispute", reason: "4111 1111 1111 1111" }, "invalid_fields", ["reason"]],
    [{ act: "plan", count: 1 }, "invalid_fields", ["count"]],
    [{ act: "plan", count: 3, startOn: "2026-02-30" }, "invalid_fields", ["startOn"]],
    [{ act: "plan", count: 3, startOn: "2001-01-01" }, "invalid_fields", ["startOn"]],
    [{ act: "credit", amountMinor: 0 }, "invalid_fields", ["amountMinor"]],
    [{ act: "credit", amountMinor: 100_01 }, "more_than_invoiced", []],
    [{ act: "correct_debtor", name: null, email: "x", mobile: null }, "invalid_fields", ["email"]],
    [{ act: "unpause" }, "not_allowed_now", []],
    [{ act: "recall" }, "not_allowed_now", []],
  ])("of an act: %j", async (body, reason, fields) => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop);
    expect(await refusalOf(await act(shop, id, body))).toMatchObject({ reason, fields });
    expect(await wordsOf(id)).toEqual([]);
  });

  it("names the count that cannot be divided, and says what tests and schemes do not have", async () => {
    const shop = await makeShop();
    const cents = await makeInvoice(shop, { number: "A", amountMinor: 2 });
    expect(await refusalOf(await act(shop, cents.id, { act: "plan", count: 3 }))).toMatchObject({
      status: 400,
      fields: ["count"],
    });
    const test = await makeInvoice(shop, { number: "B", isTest: true });
    expect((await refusalOf(await act(shop, test.id, { act: "next_step" }))).reason).toBe("test_invoice");
    const through = await makeInvoice(shop, { number: "C" });
    await rowsOf("update invoice set step_position = 50, step_at = now() where id = $1", [through.id]);
    expect((await refusalOf(await act(shop, through.id, { act: "next_step" }))).reason).toBe("no_step");
    await rowsOf("update invoice set paid_minor = amount_minor where id = $1", [through.id]);
    expect((await refusalOf(await act(shop, through.id, { act: "plan", count: 2 }))).reason).toBe(
      "nothing_open",
    );
    expect(await told(await read(shop, through.id))).toMatchObject({ isPaid: true, statusCode: 10 });
  });

  it("of another merchant's, as if it were not there", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const { id } = await makeInvoice(foreign);
    for (const answer of [await read(shop, id), await act(shop, id, { act: "cancel" })])
      expect((await refusalOf(answer)).reason).toBe("not_found");
    expect((await page(shop, "")).data).toEqual([]);
    expect((await refusalOf(await read(shop, "no-id"))).reason).toBe("not_found");
  });

  it("of parameters that the list does not know", async () => {
    const shop = await makeShop();
    expect(await refusalOf(await list(shop, "?status=11&paid=yes"))).toMatchObject({
      status: 400,
      reason: "unknown_parameters",
    });
  });
});

it("carries an example that its own schema accepts", () => {
  expect(NewInvoiceAct.safeParse(NewInvoiceAct.meta()?.["example"]).success).toBe(true);
});
