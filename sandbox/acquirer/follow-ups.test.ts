import { describe, expect, it } from "vitest";
import { noon, openAcquirer, pendingMs, stopAcquirers } from "./test-caller";

stopAcquirers();

const declined = (code: string) => ({ status: 200, body: { outcome: "declined", code } });
const approved = { status: 200, body: { outcome: "approved" } };
const later = { now: new Date(noon.getTime() + pendingMs) };

describe("a reservation", () => {
  it("keeps the rest for another capture", async () => {
    const { authorise, followUp, sumsOf } = await openAcquirer();
    const { reference } = (await authorise("a", { minor: 1_000 })).body;
    expect(await followUp("/captures", "c1", reference, 400)).toMatchObject(approved);
    expect(await followUp("/captures", "c2", reference, 600)).toMatchObject(approved);
    expect(await followUp("/captures", "c3", reference, 1)).toMatchObject(declined("61"));
    expect(await sumsOf("a")).toMatchObject({ authorised: 1_000, captured: 1_000, released: 0 });
  });

  it("lets the rest go with the final capture", async () => {
    const { authorise, followUp, sumsOf } = await openAcquirer();
    const { reference } = (await authorise("a", { minor: 1_000 })).body;
    expect(await followUp("/captures", "c1", reference, 400, { isFinal: true })).toMatchObject(approved);
    expect(await followUp("/captures", "c2", reference, 1)).toMatchObject(declined("61"));
    expect(await sumsOf("a")).toMatchObject({ captured: 400, released: 600 });
  });

  it("takes a capture that was not final for another wish than a final one", async () => {
    const { authorise, followUp } = await openAcquirer();
    const { reference } = (await authorise("a", { minor: 1_000 })).body;
    await followUp("/captures", "c", reference, 400);
    expect(await followUp("/captures", "c", reference, 400, { isFinal: true })).toMatchObject({
      status: 409,
    });
  });

  it("lasts a week, or 31 days when the shop asks", async () => {
    const { authorise, sumsOf } = await openAcquirer();
    await authorise("short");
    await authorise("long", { preAuthorisation: true });
    expect(await sumsOf("short")).toMatchObject({ reservedUntil: "2026-03-08T12:00:00.000Z" });
    expect(await sumsOf("long")).toMatchObject({ reservedUntil: "2026-04-01T12:00:00.000Z" });
  });

  it("is made by a wallet too, and a decline of its capture is documented", async () => {
    const { authorise, followUp, sumsOf } = await openAcquirer();
    const { reference } = (await authorise("p", { method: "paypal", minor: 10_000 })).body;
    expect(await sumsOf("p")).toMatchObject({ captured: 0 });
    expect(await followUp("/refunds", "r", reference, 500)).toMatchObject(declined("61"));
    expect(await followUp("/captures", "c1", reference, 6601)).toMatchObject(declined("05"));
    expect(await followUp("/captures", "c2", reference, 6600)).toMatchObject(approved);
  });
});

describe("a held refund", () => {
  it("counts against the cover at once and moves when it is settled", async () => {
    const { paid, hold, followUp, settle, sumsOf } = await openAcquirer();
    const payment = await paid("a", 1_000);
    const { reference } = (await hold("h", payment, 700)).body;
    expect(await followUp("/refunds", "r", payment, 400)).toMatchObject(declined("61"));
    expect(await hold("h2", payment, 400)).toMatchObject(declined("61"));
    expect(await sumsOf("a")).toMatchObject({ captured: 1_000, refunded: 0, held: 700 });
    const { items } = await settle({ operationId: "s", kind: "held_refund", reference, minor: 700 });
    expect(items).toMatchObject([{ operationId: "s", outcome: "approved" }]);
    expect(await sumsOf("a")).toMatchObject({ refunded: 700, held: 0 });
  });

  it("can be taken back before it is settled, not afterwards, and is settled once", async () => {
    const { paid, hold, reverse, settle, sumsOf } = await openAcquirer();
    const payment = await paid("a", 1_000);
    const first = (await hold("h1", payment, 1_000)).body["reference"];
    expect(await reverse("v1", { reference: first })).toMatchObject(approved);
    expect(await sumsOf("a")).toMatchObject({ held: 0 });
    const second = (await hold("h2", payment, 1_000)).body["reference"];
    const settled = { kind: "held_refund", minor: 1_000 } as const;
    const { items } = await settle(
      { operationId: "s1", ...settled, reference: first },
      { operationId: "s2", ...settled, reference: second },
      { operationId: "s3", ...settled, reference: second },
    );
    expect(items.map(({ outcome }) => outcome)).toEqual(["declined", "approved", "declined"]);
    expect(await reverse("v2", { reference: second })).toMatchObject(declined("12"));
    expect(await sumsOf("a")).toMatchObject({ refunded: 1_000, held: 0 });
  });

  it("gives the difference back when less is settled, and never settles more", async () => {
    const { paid, hold, settle, sumsOf } = await openAcquirer();
    const { reference } = (await hold("h", await paid("a", 1_000), 700)).body;
    const { items } = await settle(
      { operationId: "s1", kind: "held_refund", reference, minor: 701 },
      { operationId: "s2", kind: "held_refund", reference, minor: 500 },
    );
    expect(items).toMatchObject([{ code: "61" }, { outcome: "approved" }]);
    expect(await sumsOf("a")).toMatchObject({ refunded: 500, held: 0 });
  });
});

describe("a reversal", () => {
  it("undoes what was booked under an operation whose reference was never learned", async () => {
    const { authorise, reverse, inquire, sumsOf, followUp } = await openAcquirer();
    await expect(authorise("a", { number: "4000000000006611" }, 50)).rejects.toThrow();
    expect(await reverse("v", { originalOperationId: "a" })).toMatchObject(approved);
    const { body } = await inquire("a");
    expect(body).toMatchObject({ outcome: "declined", code: "reversed" });
    expect(await followUp("/captures", "c", body["reference"], 1250)).toMatchObject(declined("12"));
    expect(await sumsOf("a")).toMatchObject({ authorised: 1250, captured: 0, reversed: 1250 });
  });

  it("stops what arrives later, and answers the question before it does", async () => {
    const { authorise, reverse, inquire, sumsOf } = await openAcquirer();
    const first = await reverse("v", { originalOperationId: "a" });
    expect(first).toMatchObject(approved);
    expect(await inquire("a")).toMatchObject({ body: { ...declined("reversed").body, reference: null } });
    expect(await authorise("a")).toMatchObject(declined("reversed"));
    expect(await reverse("v", { originalOperationId: "a" })).toEqual(first);
    expect(await sumsOf("a")).toMatchObject({ outcome: "declined", authorised: 0 });
  });

  it("stops a capture of a settlement that arrives later", async () => {
    const { authorise, reverse, settle } = await openAcquirer();
    const { reference } = (await authorise("a")).body;
    await reverse("v", { originalOperationId: "c" });
    const { items } = await settle({ operationId: "c", kind: "capture", reference, minor: 1250 });
    expect(items).toMatchObject([{ outcome: "declined", code: "reversed" }]);
  });

  it.each([617, 623])("keeps a bank payment of …%i from ever being approved", async (ending) => {
    const clock = { now: noon };
    const { authorise, reverse, inquire, sumsOf } = await openAcquirer({ clock });
    const { reference } = (await authorise("b", { method: "ideal", minor: 16_000 + ending })).body;
    expect(await reverse("v", { reference })).toMatchObject(approved);
    clock.now = later.now;
    expect(await inquire("b")).toMatchObject(declined("reversed"));
    expect(await sumsOf("b")).toMatchObject({ outcome: "declined", captured: 0 });
  });

  it("undoes a bank's money only when the portal never learned of it", async () => {
    const { authorise, reverse, sumsOf, followUp } = await openAcquirer();
    const { reference } = (await authorise("b", { method: "ideal" })).body;
    expect(await reverse("v1", { reference })).toMatchObject(declined("12"));
    expect(await reverse("v2", { originalOperationId: "b" })).toMatchObject(approved);
    expect(await sumsOf("b")).toMatchObject({ captured: 0, reversed: 1250 });
    expect(await followUp("/refunds", "r", reference, 1)).toMatchObject(declined("12"));
  });

  it("leaves alone what was captured, and follows the documented amounts", async () => {
    const { paid, authorise, reverse, inquire } = await openAcquirer();
    expect(await reverse("v1", { reference: await paid("a") })).toMatchObject(declined("12"));
    const { reference } = (await authorise("b", { minor: 8801 })).body;
    expect(await reverse("v2", { reference })).toMatchObject(declined("05"));
    await authorise("c", { minor: 8805 });
    expect(await reverse("v3", { originalOperationId: "c" })).toMatchObject({ status: 500 });
    expect(await inquire("v3")).toMatchObject(approved);
  });

  it("must name something", async () => {
    const { reverse } = await openAcquirer();
    expect(await reverse("v", {})).toMatchObject({ status: 422 });
  });
});

describe("a payment without the customer", () => {
  it("stands on an approved authorisation, or on one that is older than the books", async () => {
    const { authorise } = await openAcquirer();
    const initialReference = String((await authorise("a")).body["reference"]);
    expect(await authorise("b", { initialReference })).toMatchObject(approved);
    expect(await authorise("c", { initialReference: "AUT-OF-OLD" })).toMatchObject(approved);
  });

  it("is refused without one, or on one that was declined", async () => {
    const { authorise } = await openAcquirer();
    expect(await authorise("a", { method: "card" })).toMatchObject({ status: 422 });
    const { reference } = (await authorise("b", { number: "4000000000009995" })).body;
    expect(await authorise("c", { initialReference: String(reference) })).toMatchObject({ status: 422 });
  });

  it.each([
    [5504, 404],
    [5505, 200],
  ])("answers 500 to %i and an inquiry with %i", async (minor, found) => {
    const { authorise, inquire } = await openAcquirer();
    expect(await authorise("a", { initialReference: "AUT-OF-OLD", minor })).toMatchObject({ status: 500 });
    expect(await inquire("a")).toMatchObject({ status: found });
  });

  it("is declined at 5501, which an ordinary card is not", async () => {
    const { authorise } = await openAcquirer();
    expect(await authorise("a", { initialReference: "AUT-OF-OLD", minor: 5501 })).toMatchObject(
      declined("05"),
    );
    expect(await authorise("b", { minor: 5501 })).toMatchObject(approved);
  });
});

describe("a bank payment", () => {
  it("is declined at first and approved when asked later", async () => {
    const clock = { now: noon };
    const { authorise, inquire, followUp, sumsOf } = await openAcquirer({ clock });
    const { body } = await authorise("b", { method: "blik", minor: 16_623 });
    expect(body).toMatchObject({ outcome: "declined", code: "05" });
    expect(await sumsOf("b")).toMatchObject({ captured: 0 });
    clock.now = later.now;
    expect(await inquire("b")).toMatchObject({ body: { outcome: "approved", reference: body["reference"] } });
    expect(await sumsOf("b")).toMatchObject({ captured: 16_623 });
    expect(await followUp("/refunds", "r", body["reference"], 16_623)).toMatchObject(approved);
  });

  it.each([617, 619])("of …%i gives nothing back while it waits", async (ending) => {
    const { authorise, followUp } = await openAcquirer();
    const { reference } = (await authorise("b", { method: "ideal", minor: 16_000 + ending })).body;
    expect(await followUp("/refunds", "r", reference, 100)).toMatchObject(declined("12"));
  });
});

describe("the balance", () => {
  it("declines what it cannot pay and takes the same wish later", async () => {
    const { paid, followUp, control, inquire } = await openAcquirer();
    const reference = await paid("a");
    expect(await control({ balance: { minor: 500 } })).toMatchObject({ body: { balance: { minor: 500 } } });
    expect(await followUp("/refunds", "r", reference, 501)).toMatchObject(declined("balance"));
    expect(await inquire("r")).toMatchObject({ status: 404 });
    await paid("b", 1);
    expect(await followUp("/refunds", "r", reference, 501)).toMatchObject(approved);
    expect(await control({ mode: "normal" })).toMatchObject({ body: { balance: { left: { EUR: 0 } } } });
  });

  it("pays a held refund when it is settled, and runs dry no more when it is endless", async () => {
    const { paid, hold, settle, control } = await openAcquirer();
    const payment = await paid("a");
    await control({ balance: { minor: 0 } });
    const held = await hold("h", payment, 500);
    expect(held).toMatchObject(approved);
    const item = {
      operationId: "s",
      kind: "held_refund",
      reference: held.body["reference"],
      minor: 500,
    } as const;
    expect((await settle(item)).items).toMatchObject([{ outcome: "declined", code: "balance" }]);
    expect(await control({ balance: null })).toMatchObject({ body: { balance: null } });
    expect((await settle(item)).items).toMatchObject([{ outcome: "approved" }]);
  });

  it("is refused with a sentence when it is no whole number", async () => {
    const { control } = await openAcquirer();
    expect(await control({ balance: { minor: 1.5 } })).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining("balance.minor must be a whole number") as string },
    });
  });
});
