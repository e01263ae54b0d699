import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isTestCard } from "@/lib/kernel/card-number";
import { cardBehaviours } from "./behaviour";
import { noon, openAcquirer, stopAcquirers, visaNumber } from "./test-caller";

stopAcquirers();

describe("the acquirer's books", () => {
  it("approves an ordinary test card with an authorisation code", async () => {
    const { authorise } = await openAcquirer();
    const answer = await authorise("a");
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: "approved", code: "00", operationId: "a" },
    });
    expect(answer.body["authCode"]).toMatch(/^\d{6}$/);
  });

  it.each(["12/2020", "12/20", "02/26"])("declines a card that expired in %s", async (expiry) => {
    const { authorise } = await openAcquirer();
    expect(await authorise("a", { expiry })).toMatchObject({ body: { outcome: "declined", code: "54" } });
  });

  it("judges an expiry by its own clock, and a documented card by its number", async () => {
    const clock = { now: noon };
    const { authorise } = await openAcquirer({ clock });
    expect((await authorise("a", { expiry: "03/26" })).body["outcome"]).toBe("approved");
    clock.now = new Date("2026-04-01T00:00:00Z");
    expect((await authorise("b", { expiry: "03/26" })).body["code"]).toBe("54");
    const short = { number: "4000000000009995", expiry: "12/2020" };
    expect((await authorise("c", short)).body["code"]).toBe("51");
    expect(await authorise("d", { expiry: "1230" })).toMatchObject({ status: 422 });
  });

  it("answers a repeat with the first booking", async () => {
    const { authorise, call } = await openAcquirer();
    const first = await authorise("a");
    expect(await authorise("a")).toEqual(first);
    expect((await call("/ledger")).body["bookings"]).toHaveLength(1);
  });

  it("refuses other parameters under the same key", async () => {
    const { authorise } = await openAcquirer();
    await authorise("a");
    expect(await authorise("a", { minor: 99 })).toMatchObject({ status: 409 });
  });

  it("refuses a card that is not a published test number", async () => {
    const { authorise, inquire } = await openAcquirer();
    expect(await authorise("a", { number: "4539578763621486" })).toMatchObject({
      status: 422,
      body: { error: "not_a_test_card" },
    });
    expect(await inquire("a")).toMatchObject({ status: 404 });
  });

  it("never refunds more than was captured", async () => {
    const { paid, followUp } = await openAcquirer();
    const reference = await paid("a", 1_000);
    const answers = await Promise.all(
      ["r1", "r2", "r3"].map((key) => followUp("/refunds", key, reference, 400)),
    );
    expect(answers.map(({ body }) => body["outcome"]).sort()).toEqual(["approved", "approved", "declined"]);
  });

  it("moves a bank's money at once, so that it can be refunded without a capture", async () => {
    const { authorise, followUp } = await openAcquirer();
    const { body } = await authorise("a", { method: "ideal", minor: 1_000 });
    expect((await followUp("/captures", "c", body["reference"], 1_000)).body).toMatchObject({
      outcome: "declined",
    });
    expect((await followUp("/refunds", "r", body["reference"], 1_000)).body).toMatchObject({
      outcome: "approved",
    });
  });

  it("keeps its books over a restart and no card number in them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "acquirer-"));
    const journal = join(folder, "journal.jsonl");
    const before = await openAcquirer({ journal });
    const booked = await before.authorise("a");
    await before.stop();
    const after = await openAcquirer({ journal });
    expect((await after.inquire("a")).body).toEqual(booked.body);
    expect(JSON.stringify((await after.call("/ledger")).body)).not.toContain(visaNumber);
    await rm(folder, { recursive: true });
  });
});

describe("the acquirer's faults", () => {
  it("documents only card numbers that pass as test cards", () => {
    expect(Object.keys(cardBehaviours).filter((number) => !isTestCard(number))).toEqual([]);
  });

  it.each([
    ["4000000000000812", "05"],
    ["4242424242424242", "05"],
    ["4000000000009995", "51"],
  ])("declines %s with code %s", async (number, code) => {
    const { authorise } = await openAcquirer();
    expect((await authorise("a", { number })).body).toMatchObject({
      outcome: "declined",
      code,
      authCode: null,
    });
  });

  it("hangs without booking", async () => {
    const { authorise, inquire } = await openAcquirer();
    await expect(authorise("a", { number: "4000000000006603" }, 100)).rejects.toThrow();
    expect(await inquire("a")).toMatchObject({ status: 404 });
  });

  it("books, then answers too late", async () => {
    const { authorise, inquire } = await openAcquirer();
    await expect(authorise("a", { number: "4000000000006611" }, 50)).rejects.toThrow();
    expect((await inquire("a")).body).toMatchObject({ outcome: "approved" });
  });

  it.each([
    [7704, 404],
    [7705, 200],
  ])("answers 500 to a refund of %i and an inquiry with %i", async (minor, found) => {
    const { paid, followUp, inquire } = await openAcquirer();
    const reference = await paid("a");
    expect(await followUp("/refunds", "r", reference, minor)).toMatchObject({ status: 500 });
    expect(await inquire("r")).toMatchObject({ status: found });
  });

  it("dies after booking when it is told to, once", async () => {
    const { paid, followUp, inquire, control, deaths } = await openAcquirer();
    const reference = await paid("a");
    await control({ mode: "book-then-die" });
    await expect(followUp("/refunds", "r", reference, 500)).rejects.toThrow();
    expect(deaths).toEqual(["died"]);
    expect((await inquire("r")).body).toMatchObject({ outcome: "approved" });
    expect((await followUp("/refunds", "r", reference, 500)).body).toMatchObject({ outcome: "approved" });
  });

  it("cuts every connection while it is down and none afterwards", async () => {
    const { authorise, inquire, control } = await openAcquirer();
    await control({ mode: "down" });
    await expect(authorise("a")).rejects.toThrow();
    await expect(inquire("a")).rejects.toThrow();
    await control({ mode: "normal" });
    expect(await authorise("a")).toMatchObject({ status: 200 });
  });

  it("lets a bank payment wait and resolves it by the clock", async () => {
    const clock = { now: noon };
    const { authorise, inquire } = await openAcquirer({ clock });
    expect((await authorise("b", { method: "ideal", minor: 16_617 })).body).toMatchObject({
      outcome: "pending",
    });
    clock.now = new Date(noon.getTime() + 1_000);
    expect((await inquire("b")).body).toMatchObject({ outcome: "approved" });
  });

  it("refuses an unknown mode with a sentence", async () => {
    const { control } = await openAcquirer();
    expect(await control({})).toMatchObject({ status: 422 });
  });
});
