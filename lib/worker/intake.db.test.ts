import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { startIntake, type Intake } from "@/lib/worker/intake";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { brokenMails } from "@/scripts/test/broken-mails";
import { runWaitingJob } from "@/scripts/test/jobs";
import { bringReport, sendMessage } from "@/scripts/test/messages";

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake({ port: 0, host: "127.0.0.1" });
});
afterAll(() => intake.stop());

const corpus = (name: string) =>
  readFileSync(join(import.meta.dirname, `../wire/mail-reports/corpus/${name}.eml`));

type ReportRow = {
  id: string;
  verdict: string;
  remark: string | null;
  bytes: number;
  kept: number;
  raw: Buffer;
};
const reportsOf = (communicationId: string) =>
  rowsOf<ReportRow>(
    `select id, verdict, remark, byte_count as bytes, length(raw) as kept, raw from inbound_report
     where communication_id = $1 order by id`,
    [communicationId],
  );
const bouncesOf = (communicationId: string) =>
  rowsOf<{ addressee: string; class: string; code: string; reason: string; isHard: boolean; kind: string }>(
    `select addressee, class, reason_code as code, reason, is_hard as "isHard", kind from bounce
     where communication_id = $1 order by id`,
    [communicationId],
  );
const stateOf = async (id: string) =>
  (await rowsOf<{ state: string }>("select state from communication where id = $1", [id]))[0]?.state;
const suppressedOf = (merchantId: string) =>
  rowsOf<{ address: string; cause: string }>(
    "select address, cause from suppression where merchant_id = $1",
    [merchantId],
  );

async function readAll(communicationId: string): Promise<void> {
  for (const { id } of await reportsOf(communicationId)) await runWaitingJob(`report:${id}`);
}

describe("the intake", () => {
  it("refuses what is no return path of ours", async () => {
    const nobody = `bounce+${"a".repeat(26)}@${env().returnPathDomain}`;
    const { returnPath } = await sendMessage(await makeShop(), "x@shop.example");
    const elsewhere = returnPath.replace(/@.*/, "@elsewhere.example");
    for (const to of [nobody, `postmaster@${env().returnPathDomain}`, elsewhere])
      await expect(bringReport(intake.port, to, corpus("qmail"))).rejects.toMatchObject({
        responseCode: 550,
        response: expect.stringContaining("550 5.1.1") as unknown,
      });
  });

  it("keeps a report before it answers, reads it once and books the bounce", async () => {
    const shop = await makeShop();
    const { id, returnPath } = await sendMessage(shop, "NoSuch9@bounce.example");
    await bringReport(
      intake.port,
      returnPath.replace("bounce+", "Bounce+").toUpperCase(),
      corpus("exim-own-refusal"),
    );
    const [kept] = await reportsOf(id);
    expect(kept).toMatchObject({ verdict: "waiting", bytes: corpus("exim-own-refusal").length });
    expect(kept?.raw.toString("latin1")).toMatch(/^Return-Path: <>\r\nReceived: from .* by .*\r\n/);
    await readAll(id);
    expect(await reportsOf(id)).toMatchObject([{ verdict: "bounce" }]);
    expect(await bouncesOf(id)).toMatchObject([
      {
        addressee: "NoSuch9@bounce.example",
        class: "unknown_user",
        code: "5.1.1",
        isHard: true,
        kind: "PLAZA_EMAIL",
      },
    ]);
    expect(await stateOf(id)).toBe("bounced");
    expect(await suppressedOf(shop.merchantId)).toEqual([
      { address: "nosuch9@bounce.example", cause: "hard_bounce" },
    ]);
  });

  it.each(["russian-windows-1251", "binary-encoding", "only-zeros"])(
    "keeps every byte of %s",
    async (name) => {
      const { id, returnPath } = await sendMessage(await makeShop(), "x@shop.example");
      await bringReport(intake.port, returnPath, corpus(name));
      const [kept] = await reportsOf(id);
      expect(kept?.raw.includes(corpus(name))).toBe(true);
    },
  );

  it("keeps the same report once, however often its sender repeats it, and each other one", async () => {
    const { id, returnPath } = await sendMessage(await makeShop(), "ria@vol.example");
    for (const name of [
      "postfix-delayed",
      "postfix-mailbox-full-for-now",
      "postfix-mailbox-full-for-now",
      "postfix-mailbox-full",
    ])
      await bringReport(intake.port, returnPath, corpus(name));
    await readAll(id);
    expect((await reportsOf(id)).map(({ verdict }) => verdict)).toEqual(["delayed", "bounce", "bounce"]);
    expect((await bouncesOf(id)).map(({ code, isHard }) => [code, isHard])).toEqual([
      ["4.2.2", false],
      ["5.2.2", false],
    ]);
  });

  it("files a report that came to several messages under each of them", async () => {
    const [one, two] = [await makeShop(), await makeShop()];
    const [a, b] = [await sendMessage(one, "a@x.example"), await sendMessage(two, "b@x.example")];
    await bringReport(intake.port, [a.returnPath, b.returnPath], corpus("complaint"));
    await readAll(a.id);
    await readAll(b.id);
    for (const [shop, sent] of [
      [one, a],
      [two, b],
    ] as const) {
      expect(await bouncesOf(sent.id)).toMatchObject([{ class: "complaint" }]);
      expect(await suppressedOf(shop.merchantId)).toMatchObject([{ cause: "complaint" }]);
      expect(await stateOf(sent.id)).toBe("sent");
    }
  });

  it.each([
    ["automatic-reply", "automatic_reply"],
    ["spam", "spam"],
    ["postfix-delayed", "delayed"],
    ["too-many-parts", "unreadable"],
    ["only-zeros", "unreadable"],
  ])("books no bounce for %s, and lists it as %s", async (name, verdict) => {
    const { id, returnPath } = await sendMessage(await makeShop(), "x@shop.example");
    await bringReport(intake.port, returnPath, corpus(name), "someone@shop.example");
    await readAll(id);
    expect(await reportsOf(id)).toMatchObject([{ verdict }]);
    expect(await bouncesOf(id)).toEqual([]);
    expect(await stateOf(id)).toBe("sent");
  });

  it("takes the word that a message arrived", async () => {
    const { id, returnPath } = await sendMessage(await makeShop(), "tim@weg.example");
    await bringReport(intake.port, returnPath, corpus("postfix-delivered"));
    await readAll(id);
    expect(await stateOf(id)).toBe("delivered");
  });

  it("keeps the head of a huge report, counts all of it, and refuses one without measure", async () => {
    const { id, returnPath } = await sendMessage(await makeShop(), "kees@wonen.example");
    const huge = Buffer.concat([corpus("postfix-unknown-user"), Buffer.alloc(5_000_000, "y\r\n")]);
    await bringReport(intake.port, returnPath, huge);
    await readAll(id);
    const [kept] = await reportsOf(id);
    expect(kept).toMatchObject({ verdict: "bounce", kept: 256 * 1024 });
    expect(kept?.bytes).toBeGreaterThanOrEqual(huge.length);
    await expect(
      bringReport(intake.port, returnPath, Buffer.alloc(33 * 1024 * 1024, "z\r\n")),
    ).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(await reportsOf(id)).toHaveLength(1);
  });

  it("keeps each of many broken mails and lists what cannot be read", { timeout: 180_000 }, async () => {
    const { id, returnPath } = await sendMessage(await makeShop(), "stuk@wonen.example");
    const mails = [...brokenMails(20261122, 70)];
    for (const [index, mail] of mails.entries())
      await bringReport(
        intake.port,
        returnPath,
        Buffer.concat([Buffer.from(`X-Number: ${index};\r\n`), mail]),
      );
    await readAll(id);
    const kept = await reportsOf(id);
    const numbers = kept.map(({ raw }) => Number(/^X-Number: (\d+);/m.exec(raw.toString("latin1"))?.[1]));
    expect(numbers.toSorted((one, other) => one - other)).toEqual([...mails.keys()]);
    expect(kept.filter(({ verdict }) => verdict === "waiting")).toEqual([]);
    expect(kept.filter(({ verdict }) => verdict === "unreadable").length).toBeGreaterThan(0);
  });

  it("waits for a message that is still being handed over", async () => {
    const { id, returnPath } = await sendMessage(await makeShop(), "kees@wonen.example");
    await rowsOf("update communication set state = 'sending' where id = $1", [id]);
    await bringReport(intake.port, returnPath, corpus("postfix-unknown-user"));
    await readAll(id);
    expect(await reportsOf(id)).toMatchObject([{ verdict: "waiting" }]);
    await rowsOf("update communication set state = 'sent' where id = $1", [id]);
    await readAll(id);
    expect(await stateOf(id)).toBe("bounced");
  });
});
