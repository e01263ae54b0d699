import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Booking } from "./booking";
import { openAcquirer, stopAcquirers, type ItemWish } from "./test-caller";

stopAcquirers();

type World = Awaited<ReturnType<typeof openAcquirer>>;

const capture = (operationId: string, reference: unknown, minor = 1250): ItemWish => ({
  operationId,
  kind: "capture",
  reference,
  minor,
});
const reserved = async ({ authorise }: World, key: string, minor = 10_000) =>
  (await authorise(key, { minor })).body["reference"];

async function withJournal(work: (journal: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "acquirer-"));
  await work(join(folder, "journal.jsonl"));
  await rm(folder, { recursive: true });
}

describe("a settlement", () => {
  it("captures for the last time, refunds, and answers each item", async () => {
    const world = await openAcquirer();
    const [first, second] = [await reserved(world, "a"), await world.paid("b")];
    const { items } = await world.settle(
      capture("c", first, 4_000),
      { operationId: "r", kind: "refund", reference: second, minor: 300 },
      capture("over", first, 1),
    );
    expect(items).toMatchObject([
      { operationId: "c", outcome: "approved", code: "00", authCode: null },
      { operationId: "r", outcome: "approved", reference: expect.stringMatching(/^RFD-/) as string },
      { operationId: "over", outcome: "declined", code: "61" },
    ]);
    expect(await world.sumsOf("a")).toMatchObject({ captured: 4_000, released: 6_000 });
    expect(await world.sumsOf("b")).toMatchObject({ refunded: 300 });
  });

  it("answers a repeat with the first booking and refuses other parameters, item by item", async () => {
    const world = await openAcquirer();
    const [first, second] = [await reserved(world, "a"), await reserved(world, "b")];
    const before = await world.settle(capture("c", first));
    const after = await world.settle(capture("c", first), capture("c", first, 99), capture("d", second));
    expect(after.items).toMatchObject([
      before.items[0],
      { operationId: "c", outcome: "failed", code: "other_parameters_under_this_key" },
      { operationId: "d", outcome: "approved" },
    ]);
    expect(await world.sumsOf("a")).toMatchObject({ captured: 1250 });
  });

  it("takes a final capture of the same wish for the same", async () => {
    const world = await openAcquirer();
    const reference = await reserved(world, "a");
    const { body } = await world.followUp("/captures", "c", reference, 1250, { isFinal: true });
    expect((await world.settle(capture("c", reference))).items).toEqual([body]);
  });

  it.each([
    ["hangs", 6602, 404],
    ["is late", 6603, 200],
    ["meets a fault before booking", 6604, 404],
    ["meets a fault after booking", 6605, 200],
  ])("leaves out an item that %s", async (_what, minor, found) => {
    const world = await openAcquirer();
    const [first, second] = [await reserved(world, "a"), await reserved(world, "b")];
    const { items } = await world.settle(capture("c", first, minor), capture("d", second));
    expect(items.map(({ operationId }) => operationId)).toEqual(["d"]);
    expect(await world.inquire("c")).toMatchObject({ status: found });
  });

  it("declines an item of a documented amount and goes on", async () => {
    const world = await openAcquirer();
    const payment = await world.paid("a", 20_000);
    const { reference } = (await world.hold("h", payment, 7721)).body;
    const { items } = await world.settle(
      { operationId: "s", kind: "held_refund", reference, minor: 7721 },
      { operationId: "r1", kind: "refund", reference: payment, minor: 7701 },
      { operationId: "r2", kind: "refund", reference: payment, minor: 7700 },
    );
    expect(items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ["declined", "05"],
      ["declined", "05"],
      ["approved", "00"],
    ]);
  });

  it("dies after everything is booked", async () => {
    const world = await openAcquirer();
    const [first, second] = [await reserved(world, "a"), await reserved(world, "b")];
    await expect(world.settle(capture("c", first, 6606), capture("d", second))).rejects.toThrow();
    await world.settle(capture("c", first, 6606));
    expect(world.deaths).toEqual(["died"]);
    for (const key of ["c", "d"])
      expect(await world.inquire(key)).toMatchObject({ body: { outcome: "approved" } });
  });

  it("obeys the modes as one operation", async () => {
    const world = await openAcquirer();
    const reference = await reserved(world, "a");
    await world.control({ mode: "error", count: 1 });
    expect(await world.settle(capture("c", reference))).toMatchObject({ status: 500 });
    expect(await world.inquire("c")).toMatchObject({ status: 404 });
    await world.control({ mode: "down", count: 1 });
    await expect(world.settle(capture("c", reference))).rejects.toThrow();
    await world.control({ mode: "book-then-die" });
    await expect(world.settle(capture("c", reference))).rejects.toThrow();
    expect((await world.settle(capture("c", reference))).items).toMatchObject([{ outcome: "approved" }]);
  });

  it("takes 1 to 500 items with a key each and books nothing of another batch", async () => {
    const world = await openAcquirer();
    const reference = await reserved(world, "a");
    expect(await world.settle()).toMatchObject({ status: 422 });
    const many = Array.from({ length: 501 }, (_, index) => capture(`c${index}`, reference, 1));
    expect(await world.settle(...many)).toMatchObject({ status: 422 });
    expect(await world.settle(capture("c0", reference), capture("", reference))).toMatchObject({
      status: 422,
    });
    expect(await world.inquire("c0")).toMatchObject({ status: 404 });
  });

  it("fails an item that it does not understand and settles its neighbours", async () => {
    const world = await openAcquirer();
    const reference = await reserved(world, "a");
    const { items } = await world.settle(capture("c", reference, 0), capture("d", reference));
    expect(items).toMatchObject([
      { operationId: "c", outcome: "failed", code: "invalid amount.minor", reference: null },
      { operationId: "d", outcome: "approved" },
    ]);
    expect(await world.inquire("c")).toMatchObject({ status: 404 });
  });
});

describe("the journal", () => {
  it("gives the same books in the next life", () =>
    withJournal(async (journal) => {
      const before = await openAcquirer({ journal });
      const payment = await before.paid("a");
      const held = (await before.hold("h", payment, 600)).body["reference"];
      const taken = (await before.hold("t", payment, 50)).body["reference"];
      await before.reverse("v1", { reference: taken });
      await before.reverse("v2", { originalOperationId: "never" });
      const wallet = (await before.authorise("p", { method: "paypal" })).body["reference"];
      await before.settle(capture("c", wallet, 1_000), {
        operationId: "s",
        kind: "held_refund",
        reference: held,
        minor: 600,
      });
      const books = await before.call("/ledger");
      await before.stop();
      const after = await openAcquirer({ journal });
      expect(await after.call("/ledger")).toEqual(books);
      expect(await after.sumsOf("a")).toMatchObject({ captured: 10_000, refunded: 600, held: 0 });
      expect(await after.authorise("never")).toMatchObject({
        body: { outcome: "declined", code: "reversed" },
      });
      expect(await after.reverse("v3", { reference: held })).toMatchObject({ body: { outcome: "declined" } });
    }));

  it("knows the lines of earlier lives and their keys", () =>
    withJournal(async (journal) => {
      const before = await openAcquirer({ journal });
      const reference = await reserved(before, "a");
      await before.followUp("/captures", "c", reference, 400);
      const { reference: other } = (await before.authorise("b")).body;
      await before.reverse("v", { reference: other });
      await before.stop();
      const lines = (await readFile(journal, "utf8")).trim().split("\n");
      const older = lines.map((line) => {
        const { target, original, isFinal, reservedUntil, ...known } = JSON.parse(line) as Booking;
        expect([target, original, isFinal, reservedUntil]).not.toContain(undefined);
        return `${JSON.stringify(known)}\n`;
      });
      await writeFile(journal, older.join(""));
      const after = await openAcquirer({ journal });
      expect(await after.authorise("a", { minor: 10_000 })).toMatchObject({ body: { reference } });
      expect(await after.followUp("/captures", "c", reference, 400)).toMatchObject({ status: 200 });
      expect(await after.reverse("v", { reference: other })).toMatchObject({ body: { outcome: "approved" } });
      expect(await after.sumsOf("a")).toMatchObject({ authorised: 10_000, captured: 400 });
      expect(await after.sumsOf("b")).toMatchObject({ reversed: 1250 });
    }));
});

describe("the ledger", () => {
  it("shows what belongs to one operation", async () => {
    const world = await openAcquirer();
    const reference = await world.paid("a");
    await world.paid("b");
    await world.followUp("/refunds", "r", reference, 100);
    const { body } = await world.call("/ledger?operation=r");
    const bookings = body["bookings"] as readonly { operationId: string }[];
    expect(bookings.map(({ operationId }) => operationId)).toEqual(["a", "a-capture", "r"]);
    expect(body["accounts"]).toMatchObject([{ operationId: "a", reference, currency: "EUR", refunded: 100 }]);
    expect((await world.call("/ledger?operation=x")).body).toEqual({ bookings: [], accounts: [] });
  });
});
