import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvFormat, csvStart } from "@/lib/listing/csv";
import { parseListing } from "@/lib/listing/parse";
import { finishExport, startExport } from "@/lib/features/exports/commands/record-export";
import { paymentListing } from "@/lib/features/payments/listing";
import { walkPayments } from "@/lib/features/payments/queries/list";
import { streamFile } from "@/lib/web/export";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
  for (let index = 0; index < 20; index += 1) await makePayment(shop, { amountMinor: 10_00 });
});
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

type Kept = {
  state: string;
  rows: number | null;
  sha256: string | null;
  bytes: number | null;
  sums: unknown;
};
const keptOf = async (id: string) =>
  (
    await rowsOf<Kept>("select state, rows, sha256, bytes::int as bytes, sums from export where id = $1", [
      id,
    ])
  )[0];
const auditOf = async (id: string) =>
  (
    await rowsOf<{ action: string; actor: string }>(
      "select action, actor from audit_line where subject_id = $1 order by at, id",
      [id],
    )
  ).map(({ action }) => action);

const wish = {
  listing: "payments",
  query: "",
  profile: "plain",
  timezone: "Europe/Amsterdam",
  columns: ["id"],
  fileName: "payments.csv",
};
const format = csvFormat({
  profile: "excel-local",
  columns: paymentListing.columns,
  timezone: "Europe/Amsterdam",
  words: { head: (key) => key, word: (_key, code) => code },
});

/** A file of the shop's payments, written over and over until it is as long as asked. */
async function exported(times: number) {
  const actor = actorOf(shop);
  const id = await startExport(actor, wish);
  const query = parseListing(paymentListing, {}, { timezone: "UTC", now: new Date("2026-03-04T00:00:00Z") });
  let rows = 0;
  const response = streamFile({
    fileName: "payments.csv",
    produce: async (put) => {
      await put(csvStart("excel-local") + format.head);
      for (let index = 0; index < times; index += 1) {
        await walkPayments(shop.scope, query, async (some) => {
          rows += some.length;
          await put(some.map(format.line).join(""));
        });
      }
    },
    finish: async (slip) => {
      const sums = [{ minor: rows * 10_00, currency: "EUR" }];
      await finishExport(actor, id, slip === null ? null : { ...slip, rows, sums });
    },
  });
  return { id, response };
}

describe("the control slip of an export", () => {
  it("names rows, sums, length and SHA-256 of exactly the bytes that the reader got", async () => {
    const { id, response } = await exported(60);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(128 * 1024);
    expect(await keptOf(id)).toEqual({
      state: "done",
      rows: 1200,
      sums: [{ minor: 1_200_000, currency: "EUR" }],
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).startsWith("\uFEFFcreatedAt;")).toBe(
      true,
    );
    expect(await auditOf(id)).toEqual(["export.started", "export.finished"]);
  });

  it("says aborted when the reader goes away, and promises no bytes", async () => {
    const { id, response } = await exported(400);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel("closed the tab");
    await expect
      .poll(() => keptOf(id))
      .toMatchObject({ state: "aborted", rows: null, sha256: null, bytes: null });
    expect(await auditOf(id)).toEqual(["export.started", "export.aborted"]);
  });

  it("says aborted when the rows fail, and the reader hears of it", async () => {
    const actor = actorOf(shop);
    const id = await startExport(actor, wish);
    const response = streamFile({
      fileName: "x.csv",
      produce: () => Promise.reject(new Error("the database is gone")),
      finish: async () => {
        await finishExport(actor, id, null);
      },
    });
    await expect(response.text()).rejects.toThrow();
    expect(await keptOf(id)).toMatchObject({ state: "aborted" });
  });

  it("is written before the first byte leaves", async () => {
    const id = await startExport(actorOf(shop), wish);
    expect(await keptOf(id)).toMatchObject({ state: "running", sha256: null });
  });
});
