import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { POST as hearSms } from "@/app/(wire)/sms/reports/route";
import { TakenBounce } from "@/app/api/v1/bounce-schemas";
import { liftSuppression } from "@/lib/features/communications/commands/suppress";
import { systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { systemActor } from "@/lib/platform/outbox";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { fieldsOf, post, reasonOf } from "@/scripts/test/api";
import { runWaitingJob } from "@/scripts/test/jobs";
import { sendMessage } from "@/scripts/test/messages";

const taken = async (answer: Response) => {
  expect(answer.status).toBe(201);
  return TakenBounce.parse(await answer.json());
};

async function told(shop: Shop, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const { id, communicationId } = await taken(await post(shop, "/bounces", body, headers));
  await runWaitingJob(`report:${id}`);
  return { id, communicationId };
}

const bouncesOf = (shop: Shop) =>
  rowsOf<{ addressee: string; class: string; code: string | null; source: string; websiteId: string }>(
    `select addressee, class, reason_code as code, source, website_id as "websiteId" from bounce
     where merchant_id = $1 order by id`,
    [shop.merchantId],
  );
const listed = (shop: Shop) =>
  rowsOf<{ id: string; address: string; cause: string; liftedBy: string | null; reason: string | null }>(
    `select id, address, cause, lifted_by as "liftedBy", lift_reason as reason from suppression
     where merchant_id = $1 order by id`,
    [shop.merchantId],
  );

const bounced = {
  event: "bounced",
  recipient: "eva@shop.example",
  code: "5.1.1",
  reason: "550 no such user",
};

describe("POST /api/v1/bounces", () => {
  it("books the bounce of the message that is named by its Message-ID or its return path", async () => {
    const shop = await makeShop();
    const { id, messageId, returnPath } = await sendMessage(shop, "eva@shop.example");
    expect(await told(shop, { ...bounced, messageId: `<${messageId}>` })).toMatchObject({
      communicationId: id,
    });
    expect(await told(shop, { ...bounced, code: "5.2.2", returnPath })).toMatchObject({
      communicationId: id,
    });
    expect(await bouncesOf(shop)).toMatchObject([
      { addressee: "eva@shop.example", class: "unknown_user", code: "5.1.1", source: "api" },
      { class: "mailbox_full", code: "5.2.2" },
    ]);
  });

  it("reads a report as it came by mail, and finds its message in its head", async () => {
    const shop = await makeShop();
    const { id, returnPath } = await sendMessage(shop, "ivan@pochta.example");
    const raw = readFileSync(
      join(import.meta.dirname, "../../../lib/wire/mail-reports/corpus/russian-koi8-text-only.eml"),
      "latin1",
    ).replaceAll(/bounce\+\w+@portal\.example/g, returnPath);
    const message = Buffer.from(raw, "latin1").toString("base64");
    expect(await told(shop, { message })).toMatchObject({ communicationId: id });
    expect(await bouncesOf(shop)).toMatchObject([
      { addressee: "ivan@pochta.example", class: "unknown_user" },
    ]);
  });

  it("reads a report that has a zero in its address, and refuses one told in fields", async () => {
    const shop = await makeShop();
    const status = (address: string) =>
      `Final-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\n`;
    const report = [
      "From: MAILER-DAEMON@mx.example.net\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n',
      "--b\r\nContent-Type: message/delivery-status\r\n",
      `Reporting-MTA: dns; mx.example.net\r\n\r\n${status("e\0va@shop.example")}\r\n${status("jan@shop\\x{0}.example")}`,
      "--b--\r\n",
    ].join("\r\n");
    await told(shop, { message: Buffer.from(report, "latin1").toString("base64") });
    const booked = await bouncesOf(shop);
    expect(booked).toHaveLength(2);
    for (const { addressee } of booked) expect(addressee).toMatch(/^[\w.@]+$/);
    const answer = await post(shop, "/bounces", { ...bounced, recipient: "e\0va@shop.example" });
    expect(answer.status).toBe(400);
  });

  it("keeps what names no message of this merchant, under the website that told it (BK-E5)", async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const { messageId } = await sendMessage(other, "eva@shop.example");
    expect(await told(shop, { ...bounced, messageId })).toMatchObject({ communicationId: null });
    expect(await bouncesOf(shop)).toMatchObject([
      { addressee: "eva@shop.example", websiteId: shop.websiteId },
    ]);
    expect(await bouncesOf(other)).toEqual([]);
  });

  it("books one bounce for one key", async () => {
    const shop = await makeShop();
    const headers = { "idempotency-key": randomUUID() };
    const first = await told(shop, bounced, headers);
    expect(await told(shop, bounced, headers)).toEqual(first);
    expect(await bouncesOf(shop)).toHaveLength(1);
    const reused = await post(shop, "/bounces", { ...bounced, code: "5.2.2" }, headers);
    expect(await reasonOf(reused)).toBe("idempotency_key_reused");
  });

  it("books no bounce for what is late or arrived, and takes the second as its word", async () => {
    const shop = await makeShop();
    const { id, messageId } = await sendMessage(shop, "eva@shop.example");
    const recipient = "eva@shop.example";
    await told(shop, { event: "delayed", recipient, messageId, reason: "451 later" });
    await told(shop, { event: "delivered", recipient, messageId });
    expect(await bouncesOf(shop)).toEqual([]);
    const states = await rowsOf("select state from communication where id = $1", [id]);
    expect(states).toEqual([{ state: "delivered" }]);
  });

  it.each([
    [{}, { event: "required", recipient: "required" }],
    [{ event: "exploded", recipient: "a@b.example" }, { event: "unknown_value" }],
    [{ event: "bounced", recipient: "nobody" }, { recipient: expect.any(String) as string }],
    [{ event: "bounced", message: "aGk=", recipient: "a@b.example" }, { event: "not_allowed" }],
  ])("refuses %j", async (body, fields) => {
    expect(await fieldsOf(await post(await makeShop(), "/bounces", body))).toMatchObject(fields);
  });
});

describe("the list of addresses that nobody sends to", () => {
  it("lets one go once, with a reason, and never one that complained", async () => {
    const shop = await makeShop();
    await told(shop, bounced);
    await told(shop, { event: "complained", recipient: "boos@klant.example" });
    await told(shop, { ...bounced, recipient: "vol@klant.example", code: "5.2.2" });
    const [hard, complaint, ...others] = await listed(shop);
    expect(others).toEqual([]);
    expect([hard?.cause, complaint?.cause]).toEqual(["hard_bounce", "complaint"]);
    const actor = systemActor(shop.merchantId, "test");
    const lift = (suppressionId = "") =>
      liftSuppression(actor, { suppressionId, reason: "Called the customer" });
    expect(await lift(complaint?.id)).toEqual({ ok: false, error: "complaint" });
    expect(await lift(hard?.id)).toMatchObject({ ok: true });
    expect(await lift(hard?.id)).toEqual({ ok: false, error: "lifted_before" });
    expect(await lift(randomUUID())).toEqual({ ok: false, error: "not_found" });
    expect((await listed(shop))[0]).toMatchObject({ liftedBy: "system:test", reason: "Called the customer" });
    const audited = await rowsOf(
      "select action from audit_line where merchant_id = $1 and action = 'suppression.lifted'",
      [shop.merchantId],
    );
    expect(audited).toHaveLength(1);
  });

  it("holds an address once, and a complaint weighs more than a bounce", async () => {
    const shop = await makeShop();
    await told(shop, bounced);
    await told(shop, { ...bounced, recipient: "EVA@Shop.example", code: "5.1.2" });
    await told(shop, { event: "complained", recipient: "eva@shop.example" });
    await told(shop, { ...bounced, code: "5.2.1" });
    expect(await listed(shop)).toMatchObject([{ address: "eva@shop.example", cause: "complaint" }]);
  });
});

const word = (body: string, secret = env().smsSecret ?? "") => {
  const seconds = Math.floor(systemMs() / 1000).toString();
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  const headers = { "sms-signature": `t=${seconds},v1=${signature}` };
  return new Request("http://portal.example/sms/reports", { method: "POST", headers, body });
};

async function hear(told: Readonly<Record<string, unknown>>): Promise<number> {
  const answer = await hearSms(word(JSON.stringify(told)));
  const waiting = await rowsOf<{ key: string }>(
    "select key from graphile_worker._private_jobs where key like 'report:%'",
    [],
  );
  for (const { key } of waiting) await runWaitingJob(key);
  return answer.status;
}

describe("POST /sms/reports", () => {
  it.each([
    ["invalid_number", "no such subscriber", "invalid_number", 1],
    ["unreachable", "handset switched off", "unreachable", 0],
    ["expired", "validity period over", "expired", 0],
    ["rejected", "barred by the operator", "rejected", 0],
  ])("books %s by its class, once", async (code, reason, found, suppressed) => {
    const shop = await makeShop();
    const { id } = await sendMessage(shop, "+31612345678", { channel: "sms" });
    const failed = { id, reference: "r", status: "failed", code, reason, at: "2026-11-22T10:00:00Z" };
    expect(await hear(failed)).toBe(204);
    expect(await hear(failed)).toBe(204);
    expect(await bouncesOf(shop)).toMatchObject([{ addressee: "+31612345678", class: found, source: "sms" }]);
    expect(await listed(shop)).toHaveLength(suppressed);
  });

  it("takes the word that a message arrived", async () => {
    const { id } = await sendMessage(await makeShop(), "+31612345678", { channel: "sms" });
    expect(await hear({ id, status: "delivered" })).toBe(204);
    const states = z
      .array(z.object({ state: z.string() }))
      .parse(await rowsOf("select state from communication where id = $1", [id]));
    expect(states).toEqual([{ state: "delivered" }]);
  });

  it("refuses a stranger, what it cannot read, and what is no text message of ours", async () => {
    const { id } = await sendMessage(await makeShop(), "eva@shop.example");
    const body = JSON.stringify({ id, status: "failed" });
    expect((await hearSms(word(body, "secret of somebody else"))).status).toBe(401);
    expect((await hearSms(word("{"))).status).toBe(400);
    expect((await hearSms(word(body))).status).toBe(404);
  });
});
