import { beforeEach, describe, expect, it } from "vitest";
import { confirmFile } from "@/lib/features/files/commands/confirm";
import { handIn, type NewFile } from "@/lib/features/files/commands/hand-in";
import { bookFileBy } from "@/lib/features/files/jobs/book";
import { handlers } from "@/lib/worker/registry";
import { captureRow } from "@/lib/worker/capture-row";
import { checkCaptureFile, handedRows } from "@/lib/wire/batch-files/check";
import { writeCaptureFile } from "@/lib/wire/batch-files/capture-file";
import { batchName } from "@/lib/wire/batch-files/file-name";
import { readResultFile } from "@/lib/wire/batch-files/result-file";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { chainOf, expectAgreement, renewingShop, reserve } from "@/scripts/test/chains";
import { makeMerchantId } from "@/scripts/test/computop";
import { payAt } from "@/scripts/test/pay";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const setClock = useClock();
beforeEach(() => {
  setClock("2027-01-12T10:00:00Z");
});

const hex = (id: string) => id.replaceAll("-", "");
const unknownPayId = "0123456789abcdef0123456789abcdef";

type Line = {
  readonly payId: string;
  readonly minor?: number;
  readonly currency?: string;
  readonly finish?: boolean;
};
const fileOf = (mid: string, lines: readonly Line[]): Buffer =>
  writeCaptureFile({
    merchantId: mid,
    day: "2027-01-12",
    rows: lines.map(({ payId, minor = 10_00, currency = "EUR", finish = false }, place) => ({
      amount: { minor, currency },
      transId: `ORD-${place.toString()}`,
      refNr: place.toString(),
      payId,
      finishAuth: finish,
    })),
  });

function newFile(mid: string, content: Uint8Array): NewFile {
  const { version, rows: rowCount, wrongRows, totals } = checkCaptureFile(content, mid);
  return {
    ...{ mid, content, version, rowCount, wrongRows, wantedName: null, source: "portal" },
    sums: totals.map(({ rows, amount }) => ({ rows, ...amount })),
    rows: handedRows(content, mid),
    nameOf: (counter) =>
      batchName({ phase: "T", day: "2027-01-12", counter, merchantId: mid, order: "back_office" }),
  };
}

async function handedIn(shop: Shop, mid: string, content: Uint8Array) {
  const done = await handIn(actorOf(shop), newFile(mid, content));
  if (!done.ok) throw new Error(done.error);
  return done.value;
}

type Facts = {
  readonly phase: string;
  readonly rows: number;
  readonly done: number;
  readonly failed: number;
};
const factsOf = async (id: string) =>
  (
    await rowsOf<Facts>(
      `select phase, row_count as rows, done_count as done, failed_count as failed from handed_file where id = $1`,
      [id],
    )
  )[0];

const resultOf = async (fileId: string) => {
  const [file] = await rowsOf<{ name: string; content: Buffer }>(
    "select name, content from handed_file where answers_id = $1",
    [fileId],
  );
  if (file === undefined) throw new Error("no result");
  const rows = [...readResultFile(file.content)];
  return { name: file.name, rows: rows.map(({ status, code }) => `${status} ${code}`) };
};

const captures = async (paymentId: string) =>
  (await rowsOf("select id from operation where payment_id = $1 and kind = 'capture'", [paymentId])).length;

const book = ({ merchantId }: Shop, fileId: string) =>
  handlers["file.book"]({ version: 1, merchantId, fileId });

describe("a capture file", () => {
  it("is booked after it was confirmed, each row by the way of a call, and answered row by row", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const [part, ended] = [await reserve(shop), await reserve(shop)];
    const plainShop = await makeShop({ captureMode: "manual" });
    const other = await payAt(plainShop, {
      amount: { minor: 10_00, currency: "EUR" },
      captureMode: "manual",
    });
    const { id, name } = await handedIn(
      shop,
      mid,
      fileOf(mid, [
        { payId: hex(part) },
        { payId: hex(ended), finish: true },
        { payId: hex(part), minor: 5_00 },
        { payId: hex(ended), currency: "USD" },
        { payId: hex(other) },
        { payId: unknownPayId },
      ]),
    );
    expect(name).toBe(`T20270112${mid}001.dat`);
    await book(shop, id);
    expect(await factsOf(id)).toEqual({ phase: "T", rows: 6, done: 0, failed: 0 });
    expect(await captures(part)).toBe(0);

    expect(await confirmFile(actorOf(shop), { fileId: id })).toMatchObject({ ok: true });
    expect(await confirmFile(actorOf(shop), { fileId: id })).toEqual({ ok: false, error: "booked_before" });
    await book(shop, id);
    expect(await factsOf(id)).toEqual({ phase: "P", rows: 6, done: 6, failed: 4 });
    expect(await resultOf(id)).toEqual({
      name: `P20270112${mid}001.dat`,
      rows: [
        ...["OK 00000000", "OK 00000000", "FAILED 20190060", "FAILED 20120070"],
        ...["FAILED 20120010", "FAILED 20120010"],
      ],
    });
    expect(await chainOf(part)).toMatchObject({ state: "split_pending", captured: 10_00 });
    expect(await chainOf(ended)).toMatchObject({ state: "stopped", reason: "finish_auth", captured: 10_00 });
    await expectAgreement(part);
    await expectAgreement(ended);
  });

  it("captures payments without renewal too, whose FinishAuth is refused (CT-18)", async () => {
    const shop = await makeShop({ captureMode: "manual" });
    const mid = await makeMerchantId(shop);
    const amount = { minor: 10_00, currency: "EUR" };
    const one = await payAt(shop, { amount, captureMode: "manual" });
    const two = await payAt(shop, { amount, captureMode: "manual" });
    const content = fileOf(mid, [{ payId: hex(one) }, { payId: hex(two), finish: true }]);
    const { id } = await handedIn(shop, mid, content);
    await confirmFile(actorOf(shop), { fileId: id });
    await book(shop, id);
    expect((await resultOf(id)).rows).toEqual(["OK 00000000", "FAILED 20190064"]);
    expect([await captures(one), await captures(two)]).toEqual([1, 0]);
  });

  it("keeps wrong rows as failed and books the others", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const good = await reserve(shop);
    const lines = [
      `CC,Capture,0,EUR,A,1,${hex(good)}`,
      `CC,Capture,700,EUR,B,2,${hex(good)}`,
      "CC,Capture,7",
    ];
    const { id } = await handedIn(shop, mid, Buffer.from(lines.join("\r\n")));
    await confirmFile(actorOf(shop), { fileId: id });
    await book(shop, id);
    expect((await resultOf(id)).rows).toEqual(["FAILED 20120050", "OK 00000000", "FAILED 20110100"]);
    expect(await factsOf(id)).toEqual({ phase: "P", rows: 3, done: 3, failed: 2 });
  });

  it("that is handed in twice is named and stored once, also at the same time", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const content = fileOf(mid, [{ payId: unknownPayId }]);
    const both = await Promise.all([handedIn(shop, mid, content), handedIn(shop, mid, content)]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await rowsOf("select number from handed_file_row where file_id = $1", [both[0].id])).toHaveLength(
      1,
    );
    const next = await handedIn(shop, mid, fileOf(mid, [{ payId: unknownPayId, minor: 2 }]));
    expect(next.name).toBe(`T20270112${mid}002.dat`);
  });

  it("of another merchant's MerchantID is refused", async () => {
    const [own, other] = [await makeShop(), await makeShop()];
    const mid = await makeMerchantId(other);
    const done = await handIn(actorOf(own), newFile(mid, fileOf(mid, [{ payId: unknownPayId }])));
    expect(done).toEqual({ ok: false, error: "mid_unknown" });
  });

  it("goes on where a worker died, and captures no row twice", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const payments: string[] = [];
    for (let count = 0; count < 12; count++) payments.push(await reserve(shop));
    const { id } = await handedIn(
      shop,
      mid,
      fileOf(
        mid,
        payments.map((payment) => ({ payId: hex(payment) })),
      ),
    );
    await confirmFile(actorOf(shop), { fileId: id });
    let booked = 0;
    const dying = bookFileBy(async (actor, wish) => {
      const answer = await captureRow(actor, wish);
      booked += 1;
      if (booked >= 5) throw new Error("the worker died before it wrote the answer down");
      return answer;
    });
    await expect(dying({ version: 1, merchantId: shop.merchantId, fileId: id })).rejects.toThrow("died");
    expect(await factsOf(id)).toMatchObject({ phase: "W", done: 0 });
    await expect
      .poll(
        async () => {
          await book(shop, id);
          return (await factsOf(id))?.phase;
        },
        { timeout: 90_000 },
      )
      .toBe("P");
    expect((await resultOf(id)).rows).toEqual(payments.map(() => "OK 00000000"));
    for (const payment of payments) {
      expect(await captures(payment)).toBe(1);
      await expectAgreement(payment);
    }
  });

  it("waits for the bank's answer to a row and tells it", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const silent = await reserve(shop, 66_03);
    const { id } = await handedIn(shop, mid, fileOf(mid, [{ payId: hex(silent), minor: 66_03 }]));
    await confirmFile(actorOf(shop), { fileId: id });
    await book(shop, id);
    expect(await factsOf(id)).toEqual({ phase: "W", rows: 1, done: 0, failed: 0 });
    setClock("2027-01-12T10:30:00Z");
    await handlers["authorisations.recover"]({ version: 1, merchantId: shop.merchantId });
    await book(shop, id);
    const [told] = (await resultOf(id)).rows;
    expect(told).toMatch(/^(?:OK|FAILED) /);
    expect(await factsOf(id)).toMatchObject({ phase: "P", done: 1 });
  });

  it("of many rows is worked off in slices", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const many = 5_000;
    const lines = Array.from({ length: many }, (_, place) => ({
      payId: place.toString(16).padStart(32, "0"),
      minor: place + 1,
    }));
    const { id } = await handedIn(shop, mid, fileOf(mid, lines));
    await confirmFile(actorOf(shop), { fileId: id });
    while ((await factsOf(id))?.phase === "W") await book(shop, id);
    expect(await factsOf(id)).toEqual({ phase: "P", rows: many, done: many, failed: many });
    expect((await resultOf(id)).rows).toHaveLength(many);
  });
});
