import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { exchangeFilesBy } from "@/lib/features/files/jobs/exchange";
import { handlers } from "@/lib/worker/registry";
import { alone } from "@/lib/platform/alone";
import { digestOf } from "@/lib/platform/secrets";
import { fireTimer } from "@/lib/platform/timers";
import { timers } from "@/lib/worker/timers";
import { checkCaptureFile } from "@/lib/wire/batch-files/check";
import { writeCaptureFile } from "@/lib/wire/batch-files/capture-file";
import { fileToHandIn } from "@/lib/wire/batch-files/hand-over";
import { readResultFile } from "@/lib/wire/batch-files/result-file";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { expectAgreement, renewingShop, reserve } from "@/scripts/test/chains";
import { makeMerchantId } from "@/scripts/test/computop";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { useClock } from "@/scripts/test/set-clock";
import { configure } from "@/scripts/test/trust";

const root = mkdtempSync(join(tmpdir(), "counterfoil-files-"));
configure({ FILES_FOLDER: root });
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
useAcquirer();
const setClock = useClock();
beforeEach(() => {
  setClock("2027-01-12T10:00:00Z");
});

const hex = (id: string) => id.replaceAll("-", "");
const unknownPayId = "0123456789abcdef0123456789abcdef";
const day = "2027-01-12";
const fileOf = (mid: string, payIds: readonly string[], minor = 10_00): Buffer =>
  writeCaptureFile({
    merchantId: mid,
    day,
    rows: payIds.map((payId) => ({
      ...{ amount: { minor, currency: "EUR" }, transId: "ORD-1", refNr: "1", payId, finishAuth: false },
    })),
  });

type Place = "in" | "out" | "done" | "refused" | ".work";
const pathOf = ({ merchantId }: Shop, place: Place, name = "") => join(root, merchantId, place, name);
const namesIn = (shop: Shop, place: Place) => readdirSync(pathOf(shop, place)).sort();
const put = (shop: Shop, name: string, content: Uint8Array | string) => {
  writeFileSync(pathOf(shop, "in", name), content);
};

const atOnce = exchangeFilesBy({ footMs: 0, bareMs: 0 });
const look = (shop: Shop, by = atOnce) => by({ version: 1, merchantId: shop.merchantId });

const filesOf = ({ merchantId }: Shop, kind = "capture") =>
  rowsOf<{ id: string; name: string; phase: string; source: string }>(
    "select id, name, phase, source from handed_file where merchant_id = $1 and kind = $2 order by created_at, id",
    [merchantId, kind],
  );
async function bookAll(shop: Shop): Promise<void> {
  for (const { id, phase } of await filesOf(shop)) if (phase === "W") await runWaitingJob(`file:${id}`);
}
const captures = async (paymentId: string) =>
  (await rowsOf("select id from operation where payment_id = $1 and kind = 'capture'", [paymentId])).length;

/** A shop whose folder lies there. */
async function withFolder(make: () => Promise<Shop> = makeShop) {
  const shop = await make();
  const mid = await makeMerchantId(shop);
  await look(shop);
  return { shop, mid };
}

describe("what a merchant puts into the folder", () => {
  it("is booked, and its result lies in out", async () => {
    const { shop, mid } = await withFolder(renewingShop);
    const payment = await reserve(shop);
    const name = `T20270112007${mid}.dat`;
    put(shop, name, fileOf(mid, [hex(payment), unknownPayId]));
    await look(shop);
    expect([namesIn(shop, "in"), namesIn(shop, "done"), namesIn(shop, ".work")]).toEqual([[], [name], []]);
    expect(await filesOf(shop)).toMatchObject([{ name, phase: "W", source: "folder" }]);
    await bookAll(shop);
    await look(shop);
    expect(namesIn(shop, "out")).toEqual([`P20270112007${mid}.dat`]);
    const result = readFileSync(pathOf(shop, "out", `P20270112007${mid}.dat`));
    expect([...readResultFile(result)].map(({ status, code }) => `${status} ${code}`)).toEqual([
      ...["OK 00000000", "FAILED 20120010"],
    ]);
    expect(await captures(payment)).toBe(1);
    await expectAgreement(payment);
  });

  it("is booked once when it comes twice, under whatever name, and both lie in done", async () => {
    const { shop, mid } = await withFolder(renewingShop);
    const payment = await reserve(shop);
    const content = fileOf(mid, [hex(payment)]);
    put(shop, "captures.dat", content);
    put(shop, "captures again.dat", content);
    await look(shop);
    await bookAll(shop);
    put(shop, "captures.dat", content);
    await look(shop);
    expect(namesIn(shop, "done")).toEqual(["captures again.dat", "captures.dat", "captures.dat.2"]);
    expect(await filesOf(shop)).toMatchObject([{ name: `T20270112001${mid}.dat`, phase: "P" }]);
    expect(await captures(payment)).toBe(1);
  });

  it("is booked also where it was only handed in elsewhere before", async () => {
    const { shop, mid } = await withFolder();
    const content = fileOf(mid, [unknownPayId]);
    const file = fileToHandIn({ name: "", content }, checkCaptureFile(content, mid), {
      ...{ mid, day, order: "back_office" },
    });
    await handIn(actorOf(shop), { ...file, source: "portal" });
    put(shop, "a.dat", content);
    await look(shop);
    expect(await filesOf(shop)).toMatchObject([{ source: "portal", phase: "W" }]);
  });

  it("is refused as a whole when a row is wrong, with each error beside it", async () => {
    const { shop, mid } = await withFolder();
    const text = `HEAD,${mid},20270112,1.3\r\nCC,Capture,,EUR,A,1,xyz\r\nCC,Capture,5,EUR,A,1,${unknownPayId},Y\r\nFOOT,3,5\r\n`;
    for (const count of [1, 2]) {
      put(shop, "wrong.dat", text);
      await look(shop);
      expect(namesIn(shop, "refused")).toHaveLength(2 * count);
    }
    expect(namesIn(shop, "refused")).toEqual([
      ...["wrong.dat", "wrong.dat.2", "wrong.dat.2.errors.csv", "wrong.dat.errors.csv"],
    ]);
    expect(readFileSync(pathOf(shop, "refused", "wrong.dat"), "latin1")).toBe(text);
    expect(readFileSync(pathOf(shop, "refused", "wrong.dat.errors.csv"), "latin1").split("\r\n")).toEqual([
      ...["row,field,reason", "4,,count_differs", "2,amount,missing", "2,pay_id,malformed"],
      ...["3,finish_auth,needs_version_1_4", ""],
    ]);
    expect(await filesOf(shop)).toEqual([]);
    const told = await rowsOf(
      "select detail from audit_line where merchant_id = $1 and action = 'file.refused'",
      [shop.merchantId],
    );
    expect(told).toEqual(
      [1, 2].map(() => ({ detail: { name: "wrong.dat", reason: "file_wrong", rows: 2 } })),
    );
  });

  it("is refused when it is too long, empty or of nobody's MerchantID", async () => {
    const { shop } = await withFolder();
    await makeMerchantId(shop);
    put(shop, "long.dat", Buffer.alloc(16 * 1024 * 1024 + 1, "x"));
    put(shop, "nobody.dat", `CC,Capture,5,EUR,A,1,${unknownPayId}\r\n`);
    put(shop, "other.dat", fileOf("another", [unknownPayId]));
    await look(shop);
    const reasons = ["long", "nobody", "other"].map(
      (name) => readFileSync(pathOf(shop, "refused", `${name}.dat.errors.csv`), "latin1").split("\r\n")[1],
    );
    expect(reasons).toEqual(["1,,too_large", "1,,mid_unknown", "1,,mid_unknown"]);
    const lone = await withFolder();
    put(lone.shop, "empty.dat", "");
    await look(lone.shop);
    expect(readFileSync(pathOf(lone.shop, "refused", "empty.dat.errors.csv"), "latin1")).toContain("empty");
  });

  it("waits while it is being written", async () => {
    const { shop, mid } = await withFolder();
    const whole = fileOf(mid, [unknownPayId]);
    const names = ["a.dat.part", "b.filepart", "c.tmp", ".d.dat", "e.dat~"];
    for (const name of names) put(shop, name, whole);
    await look(shop);
    expect(namesIn(shop, "in")).toHaveLength(names.length);
    renameSync(pathOf(shop, "in", "a.dat.part"), pathOf(shop, "in", "a.dat"));
    const hour = 3_600_000;
    await look(shop, exchangeFilesBy({ footMs: hour, bareMs: hour }));
    expect(namesIn(shop, "in")).toContain("a.dat");
    // Half of it has no FOOT: nothing tells that it is whole.
    put(shop, "a.dat", whole.subarray(0, -20));
    await look(shop, exchangeFilesBy({ footMs: 0, bareMs: hour }));
    expect(await filesOf(shop)).toEqual([]);
    put(shop, "a.dat", whole);
    await look(shop, exchangeFilesBy({ footMs: 0, bareMs: hour }));
    expect(namesIn(shop, "in")).not.toContain("a.dat");
    expect(await filesOf(shop)).toHaveLength(1);
  });

  it("is followed through no link, and what is no file stays where it is", async () => {
    const { shop, mid } = await withFolder();
    const other = await withFolder();
    const outside = join(root, "outside.dat");
    writeFileSync(outside, fileOf(mid, [unknownPayId]));
    symlinkSync(outside, pathOf(shop, "in", "link.dat"));
    mkdirSync(pathOf(shop, "in", "folder.dat"));
    const socket = createServer().listen(pathOf(shop, "in", "socket.dat"));
    await once(socket, "listening");
    onTestFinished(() => void socket.close());
    put(shop, `T20270112001${mid}.dat`, fileOf(mid, [unknownPayId], 7));
    await look(shop);
    expect(namesIn(shop, "in")).toEqual(["folder.dat", "link.dat", "socket.dat"]);
    expect(await filesOf(shop)).toHaveLength(1);
    rmSync(pathOf(shop, "done"), { recursive: true });
    symlinkSync(pathOf(other.shop, "in"), pathOf(shop, "done"));
    put(shop, "more.dat", fileOf(mid, [unknownPayId], 8));
    await expect(look(shop)).rejects.toThrow("is no folder");
    expect(namesIn(other.shop, "in")).toEqual([]);
  });

  it("is taken once by two workers, and by nobody while another holds the folder", async () => {
    const { shop, mid } = await withFolder();
    for (const minor of [1, 2, 3]) put(shop, `${minor.toString()}.dat`, fileOf(mid, [unknownPayId], minor));
    await alone(`folder:${shop.merchantId}`, async () => {
      await look(shop);
      expect(namesIn(shop, "in")).toHaveLength(3);
    });
    await Promise.all([look(shop), look(shop)]);
    expect(await filesOf(shop)).toHaveLength(3);
    expect(namesIn(shop, "done")).toEqual(["1.dat", "2.dat", "3.dat"]);
  });

  it("does not hold up the others when it cannot be read", async () => {
    const { shop, mid } = await withFolder();
    put(shop, "b.dat", fileOf(mid, [unknownPayId]));
    mkdirSync(pathOf(shop, ".work", "a.dat"));
    await expect(look(shop)).rejects.toThrow();
    expect(namesIn(shop, "done")).toEqual(["b.dat"]);
  });
});

describe("after a crash", () => {
  it("goes on with what was claimed, handed in, or confirmed, and books it once", async () => {
    const { shop, mid } = await withFolder(renewingShop);
    const payments = [await reserve(shop), await reserve(shop), await reserve(shop)];
    const actor = actorOf(shop);
    for (const [place, payment] of payments.entries()) {
      const content = fileOf(mid, [hex(payment)]);
      writeFileSync(pathOf(shop, ".work", `${place.toString()}.dat`), content);
      if (place === 0) continue;
      const file = fileToHandIn({ name: "", content }, checkCaptureFile(content, mid), {
        ...{ mid, day, order: "sftp" },
      });
      const handed = await handIn(actor, { ...file, source: "folder" });
      if (place === 2 && handed.ok)
        await rowsOf("update handed_file set phase = 'W' where id = $1", [handed.value.id]);
    }
    await look(shop);
    await look(shop);
    expect(namesIn(shop, "done")).toEqual(["0.dat", "1.dat", "2.dat"]);
    expect(namesIn(shop, ".work")).toEqual([]);
    expect((await filesOf(shop)).map(({ phase }) => phase)).toEqual(["W", "W", "W"]);
    for (const { id } of await filesOf(shop))
      await handlers["file.book"]({ version: 1, merchantId: shop.merchantId, fileId: id });
    for (const payment of payments) expect(await captures(payment)).toBe(1);
  });

  it("does not let a new file of the same name push out the one that was claimed", async () => {
    const { shop, mid } = await withFolder();
    writeFileSync(pathOf(shop, ".work", "a.dat"), fileOf(mid, [unknownPayId], 1));
    put(shop, "a.dat", fileOf(mid, [unknownPayId], 2));
    await look(shop);
    await look(shop);
    expect(namesIn(shop, "done")).toEqual(["a.dat", "a.dat.2"]);
    expect(await filesOf(shop)).toHaveLength(2);
  });

  it("shows what was marked as put out, and writes anew what was not", async () => {
    const { shop, mid } = await withFolder();
    const [marked, bare] = [await failuresOf(shop, mid, "20270111"), await failuresOf(shop, mid, "20270112")];
    for (const { id, digest } of [marked, bare])
      writeFileSync(pathOf(shop, ".work", `.out-${id}.${digest}`), id === marked.id ? marked.text : "hal");
    await rowsOf("update handed_file set out_digest = digest where id = $1", [marked.id]);
    await look(shop);
    const read = namesIn(shop, "out").map((name) => readFileSync(pathOf(shop, "out", name), "latin1"));
    expect(read).toEqual([marked.text, bare.text]);
    expect(namesIn(shop, ".work")).toEqual([]);
  });
});

/** The file of a night's failures, as it stands. */
async function failuresOf({ merchantId }: Shop, mid: string, night: string, code = "21000305") {
  const text = `CC,Renewal,4500,EUR,ORD-1,1,${unknownPayId},FAILED,${code},Declined\r\n`;
  const name = `F${night}${mid}.dat`;
  const digest = digestOf(text);
  const [file] = await rowsOf<{ id: string }>(
    `insert into handed_file (merchant_id, id, kind, name, phase, digest, content, size, source, actor, created_at, finished_at)
     values ($1, gen_random_uuid(), 'failures', $2, 'P', $3, $4, $5, 'system', 'system:test', $6, $6)
     on conflict (merchant_id, kind, name) where kind <> 'capture' do update set digest = $3, content = $4
     returning id`,
    [merchantId, name, digest, Buffer.from(text), text.length, "2027-01-12T03:00:00Z"],
  );
  if (file === undefined) throw new Error("no file");
  return { id: file.id, name, digest, text };
}

describe("what goes out", () => {
  it("lies there once: fetched and deleted it does not come back, grown it does", async () => {
    const { shop, mid } = await withFolder();
    const { name } = await failuresOf(shop, mid, "20270112");
    await look(shop);
    expect(namesIn(shop, "out")).toEqual([name]);
    rmSync(pathOf(shop, "out", name));
    await look(shop);
    expect(namesIn(shop, "out")).toEqual([]);
    const grown = await failuresOf(shop, mid, "20270112", "21000391");
    await Promise.all([look(shop), look(shop)]);
    expect(readFileSync(pathOf(shop, "out", name), "latin1")).toBe(grown.text);
  });

  it("is no history: what ended more than a week ago stays in the portal", async () => {
    const { shop, mid } = await withFolder();
    await failuresOf(shop, mid, "20270112");
    setClock("2027-01-19T03:00:01Z");
    await look(shop);
    expect(namesIn(shop, "out")).toEqual([]);
  });

  it("stays in the folder, whatever its MerchantID is", async () => {
    const { shop } = await withFolder();
    await failuresOf(shop, "../../x", "20270112");
    await look(shop);
    expect(namesIn(shop, "out")).toEqual(["F20270112.._.._x.dat"]);
    expect(existsSync(join(root, "x.dat"))).toBe(false);
  });

  it("lies in its own merchant's folder only", async () => {
    const [own, other] = [await withFolder(), await withFolder()];
    await failuresOf(own.shop, own.mid, "20270112");
    await look(other.shop);
    expect(namesIn(other.shop, "out")).toEqual([]);
  });
});

it("is looked at each minute for every merchant with a MerchantID or with something to fetch", async () => {
  const timer = timers.find(({ name }) => name === "folders");
  if (timer === undefined) throw new Error("no timer");
  setClock("2036-01-12T10:00:00Z");
  const [named, waiting, neither] = [await makeShop(), await makeShop(), await makeShop()];
  await makeMerchantId(named);
  await failuresOf(waiting, "x", "20360112");
  await rowsOf("update handed_file set finished_at = '2036-01-12T03:00:00Z' where merchant_id = $1", [
    waiting.merchantId,
  ]);
  await fireTimer({ ...timer, isOn: () => false });
  const jobOf = ({ merchantId }: Shop) => waitingJob(`files.exchange:${merchantId}`);
  expect(await jobOf(named)).toBeNull();
  setClock("2036-01-12T10:01:00Z");
  await fireTimer(timer);
  expect(await jobOf(named)).not.toBeNull();
  expect(await jobOf(waiting)).not.toBeNull();
  expect(await jobOf(neither)).toBeNull();
});
