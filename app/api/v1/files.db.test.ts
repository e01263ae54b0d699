import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { FileCheck, FileDetail, FilePage, HandedInFile } from "@/app/api/v1/file-schemas";
import { readResultFile } from "@/lib/wire/batch-files/result-file";
import { writeCaptureFile } from "@/lib/wire/batch-files/capture-file";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { ask, get, post, problemOf, reasonOf } from "@/scripts/test/api";
import { renewingShop, reserve } from "@/scripts/test/chains";
import { makeMerchantId } from "@/scripts/test/computop";
import { runWaitingJob } from "@/scripts/test/jobs";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const setClock = useClock();
beforeEach(() => {
  setClock("2027-01-12T10:00:00Z");
});

const hex = (id: string) => id.replaceAll("-", "");
const unknownPayId = "0123456789abcdef0123456789abcdef";

const fileOf = (mid: string, payIds: readonly string[], minor = 10_00): Buffer =>
  writeCaptureFile({
    merchantId: mid,
    day: "2027-01-12",
    rows: payIds.map((payId, place) => ({
      ...{ amount: { minor, currency: "EUR" }, transId: `Bücher-${place.toString()}` },
      ...{ refNr: place.toString(), payId, finishAuth: false },
    })),
  });

type Headers = Readonly<Record<string, string>>;

const send = (
  key: Pick<Shop, "apiKey">,
  content: Uint8Array | string,
  { at = "/files", headers = {} }: { readonly at?: string; readonly headers?: Headers } = {},
) =>
  ask("POST", at, {
    headers: {
      authorization: `Bearer ${key.apiKey}`,
      "content-type": "text/plain",
      "idempotency-key": randomUUID(),
      ...headers,
    },
    body: typeof content === "string" ? content : new Uint8Array(content),
  });

async function handedIn(key: Pick<Shop, "apiKey">, content: Uint8Array, options = {}) {
  const answer = await send(key, content, options);
  expect(answer.status).toBe(201);
  const file = HandedInFile.parse(await answer.json());
  expect(answer.headers.get("location")).toBe(`/api/v1/files/${file.id}`);
  return file;
}

const detailOf = async (key: Shop, id: string) =>
  FileDetail.parse(await (await get(key, `/files/${id}`)).json());
const contentOf = async (key: Shop, id: string) => {
  const answer = await get(key, `/files/${id}/content`);
  expect(answer.status).toBe(200);
  return {
    name: /^attachment; filename="([^"]+)"$/.exec(answer.headers.get("content-disposition") ?? "")?.[1],
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
};
const storedOf = ({ merchantId }: Shop) =>
  rowsOf("select id from handed_file where merchant_id = $1", [merchantId]);

async function withMid(): Promise<{ readonly shop: Shop; readonly mid: string }> {
  const shop = await makeShop();
  return { shop, mid: await makeMerchantId(shop) };
}

describe("/api/v1/files", () => {
  it("takes a file, books it when it is confirmed, and gives the result home byte by byte", async () => {
    const shop = await renewingShop();
    const mid = await makeMerchantId(shop);
    const payment = await reserve(shop);
    const content = fileOf(mid, [hex(payment), unknownPayId]);
    const { id, ...file } = await handedIn(shop, content);
    expect(file).toMatchObject({
      ...{ name: `T20270112${mid}001.dat`, phase: "T", isNew: true, mid, version: "1.4", rows: 2, done: 0 },
      ...{ sums: [{ rows: 2, amount: { minor: 20_00, currency: "EUR" } }], source: "api", resultId: null },
    });
    expect(await contentOf(shop, id)).toEqual({ name: file.name, bytes: content });

    const confirmed = await post(shop, `/files/${id}/confirmations`, {});
    expect(confirmed.status).toBe(201);
    expect(FileDetail.parse(await confirmed.json()).phase).toBe("W");
    expect(await reasonOf(await post(shop, `/files/${id}/confirmations`, {}))).toBe("booked_before");
    await runWaitingJob(`file:${id}`);

    const done = await detailOf(shop, id);
    expect(done).toMatchObject({ phase: "P", done: 2, failed: 1 });
    expect(done.failedRows).toMatchObject([{ row: 3, payId: unknownPayId, code: "20120010" }]);
    const result = await contentOf(shop, done.resultId ?? "");
    expect(result.name).toBe(`P20270112${mid}001.dat`);
    const rows = [...readResultFile(result.bytes)];
    expect(rows.map(({ status, text }) => `${status} ${text.split(",")[4] ?? ""}`)).toEqual([
      "OK Bücher-0",
      "FAILED Bücher-1",
    ]);
    expect(await detailOf(shop, done.resultId ?? "")).toMatchObject({ kind: "result", captureId: id });
    const actions = await rowsOf<{ action: string }>(
      "select action from audit_line where merchant_id = $1 and subject_id = $2 order by id",
      [shop.merchantId, id],
    );
    expect(actions.map(({ action }) => action)).toEqual([
      ...["file.handed_in", "file.downloaded", "file.confirmed", "file.finished"],
    ]);
  });

  it("lists files page by page and by kind", async () => {
    const { shop, mid } = await withMid();
    for (const minor of [1, 2, 3]) await handedIn(shop, fileOf(mid, [unknownPayId], minor));
    const pageAt = async (address: string) => FilePage.parse(await (await get(shop, address)).json());
    const first = await pageAt("/files?kind=capture&limit=2");
    expect(first.data.map(({ sums }) => sums[0]?.amount.minor)).toEqual([3, 2]);
    const second = await pageAt((first.links.next ?? "").replace("/api/v1", ""));
    expect(second.data.map(({ sums }) => sums[0]?.amount.minor)).toEqual([1]);
    expect((await pageAt("/files?kind=failures")).data).toEqual([]);
    expect(await reasonOf(await get(shop, "/files?colour=red"))).toBe("unknown_parameters");
  });

  it("stores the same bytes once, under any key, and repeats the answer to the same key", async () => {
    const { shop, mid } = await withMid();
    const content = fileOf(mid, [unknownPayId]);
    const headers = { "idempotency-key": randomUUID() };
    const first = await handedIn(shop, content, { headers });
    expect(await handedIn(shop, content, { headers })).toEqual(first);
    const again = await handedIn(shop, content, { at: "/files?name=another.dat" });
    expect(again).toMatchObject({ id: first.id, name: first.name, isNew: false });
    expect(await storedOf(shop)).toHaveLength(1);
    const other = await send(shop, fileOf(mid, [unknownPayId], 5), { headers });
    expect(await reasonOf(other)).toBe("idempotency_key_reused");
  });

  it("keeps a name of the right form, and finds the MerchantID in HEAD, in the name or as the only one", async () => {
    const { shop, mid } = await withMid();
    const second = await makeMerchantId(shop);
    const row = (minor: number) => Buffer.from(`CC,Capture,${minor.toString()},EUR,A,1,${unknownPayId}\r\n`);
    const named = await handedIn(shop, row(1), { at: `/files?name=t20270111007${second}.dat` });
    expect(named).toMatchObject({ name: `T20270111007${second}.dat`, mid: second });
    expect(await handedIn(shop, fileOf(mid, [unknownPayId]))).toMatchObject({ mid });
    expect(await handedIn(shop, row(2), { at: `/files?mid=${mid}` })).toMatchObject({ mid });
    expect(await reasonOf(await send(shop, row(3)))).toBe("mid_unknown");
    const lone = await withMid();
    expect(await handedIn(lone.shop, row(4))).toMatchObject({ mid: lone.mid });
  });

  it("stores nothing of a file with errors, and names row, field and reason", async () => {
    const { shop, mid } = await withMid();
    const wrong = `HEAD,${mid},20270112,1.3\r\nCC,Capture,,EUR,A,1,xyz\r\nCC,Capture,5,EUR,A,1,${unknownPayId},Y\r\nFOOT,3,5\r\n`;
    const told = await problemOf(await send(shop, wrong));
    expect(told).toMatchObject({ status: 422, reason: "file_wrong" });
    expect(told.errors).toEqual([
      { field: "rows.4", reason: "count_differs" },
      { field: "rows.2.amount", reason: "missing" },
      { field: "rows.2.pay_id", reason: "malformed" },
      { field: "rows.3.finish_auth", reason: "needs_version_1_4" },
    ]);
    expect(await reasonOf(await send(shop, ""))).toBe("file_wrong");
    expect(await storedOf(shop)).toEqual([]);
  });

  it("says what a file holds before it is handed in, and stores nothing", async () => {
    const { shop, mid } = await withMid();
    const check = async (content: Uint8Array | string) => {
      const answer = await send(shop, content, { at: "/files/checks" });
      expect(answer.status).toBe(200);
      return FileCheck.parse(await answer.json());
    };
    expect(await check(fileOf(mid, [unknownPayId, unknownPayId]))).toEqual({
      ...{ mid, version: "1.4", isRight: true, rows: 2, wrongRows: 0, errors: [] },
      sums: [{ rows: 2, amount: { minor: 20_00, currency: "EUR" } }],
    });
    expect(await check(`CC,Capture,7,EUR,A,1,${unknownPayId}\nCC,Capture,0,EUR,A,1,zz`)).toMatchObject({
      ...{ isRight: false, rows: 2, wrongRows: 1 },
      errors: [
        { row: 2, field: "amount", reason: "not_positive" },
        { row: 2, field: "pay_id", reason: "malformed" },
      ],
    });
    expect(await storedOf(shop)).toEqual([]);
  });

  it("takes 16 MB and no byte more, and keeps the bytes themselves out of the record of messages", async () => {
    const { shop } = await withMid();
    const largest = Buffer.alloc(16 * 1024 * 1024, "x,");
    const check = await send(shop, largest, { at: "/files/checks" });
    expect(FileCheck.parse(await check.json())).toMatchObject({ rows: 1, wrongRows: 1 });
    const told = await problemOf(await send(shop, Buffer.concat([largest, Buffer.from("x")])));
    expect(told).toMatchObject({ status: 413, reason: "too_large" });
    expect(told.detail).toContain("16777216");
    const [kept] = await rowsOf<{ body: string }>(
      "select request_body as body from exchange where merchant_id = $1 and leg = 'merchant_to_us'",
      [shop.merchantId],
    );
    expect(kept?.body).toMatch(/^16777216 bytes, SHA-256 [0-9a-f]{64}$/);
  }, 60_000);

  it.each([
    ["application/json", {}, "unsupported_media_type"],
    ["multipart/form-data; boundary=x", {}, "unsupported_media_type"],
    ["text/plain", { "idempotency-key": "" }, "idempotency_key_invalid"],
    ["text/plain", { authorization: "Bearer nobody" }, "unauthenticated"],
  ])("refuses %s with %j: %s", async (type, headers, reason) => {
    const { shop, mid } = await withMid();
    const content = fileOf(mid, [unknownPayId]);
    const answer = await send(shop, content, { headers: { "content-type": type, ...headers } });
    expect(await reasonOf(answer)).toBe(reason);
    expect(await storedOf(shop)).toEqual([]);
  });

  it.each(["colour=red", "name=%00", "name=", `name=${"n".repeat(201)}`, `mid=${"m".repeat(31)}`])(
    "does not understand ?%s",
    async (query) => {
      const { shop, mid } = await withMid();
      const answer = await send(shop, fileOf(mid, [unknownPayId]), { at: `/files?${query}` });
      expect(await reasonOf(answer)).toBe("unknown_parameters");
    },
  );

  it("knows nothing of another merchant's files and MerchantIDs", async () => {
    const [own, other] = [await withMid(), await withMid()];
    const { id } = await handedIn(other.shop, fileOf(other.mid, [unknownPayId]));
    for (const address of [`/files/${id}`, `/files/${id}/content`])
      expect(await reasonOf(await get(own.shop, address))).toBe("not_found");
    expect(await reasonOf(await post(own.shop, `/files/${id}/confirmations`, {}))).toBe("not_found");
    const foreign = await send(own.shop, fileOf(other.mid, [unknownPayId]), {
      at: `/files?mid=${other.mid}`,
    });
    expect(await reasonOf(foreign)).toBe("mid_unknown");
    const named = await problemOf(await send(own.shop, fileOf(other.mid, [unknownPayId])));
    expect(named.errors).toEqual([{ field: "rows.1", reason: "head_of_another_merchant" }]);
    expect(await detailOf(other.shop, id)).toMatchObject({ phase: "T" });
  });
});
