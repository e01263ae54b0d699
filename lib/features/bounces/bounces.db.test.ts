import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { repeatMessage } from "@/lib/features/bounces/commands/repeat";
import { resendBounce } from "@/lib/features/bounces/commands/resend";
import { resendBounces } from "@/lib/features/bounces/commands/resend-many";
import { findBounceFacts, getMessageFacts } from "@/lib/features/bounces/queries/facts";
import { findBounceGroups, findOpenBounces } from "@/lib/features/bounces/queries/workbench";
import { getCommunication } from "@/lib/features/communications/queries/detail";
import { getDataRequest } from "@/lib/features/data-requests/queries/detail";
import { getPayment } from "@/lib/features/payments/queries/detail";
import type { Actor } from "@/lib/kernel/access";
import { closeDatabase } from "@/lib/platform/db";
import { makeBounce, makeCommunication, makeSuppression, type BounceFacts } from "@/prisma/factories/bounce";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

let shop: Shop;
let eva: Actor;
const beginning = new Date(0);

beforeEach(async () => {
  shop = await makeShop();
  eva = actorOf(shop, "support");
});

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

/** A confirmation of a payment that bounced. */
async function bounced(facts: BounceFacts = {}, kind = "payment_confirmation") {
  const addressee = facts.addressee ?? "jan@gmial.com";
  const payment = await makePayment(shop, { customerEmail: addressee.toLowerCase(), status: "completed" });
  const communicationId = await makeCommunication(shop, {
    state: "bounced",
    kind,
    addressee,
    paymentId: payment.id,
  });
  const bounceId = await makeBounce(shop, { communicationId, paymentId: payment.id, ...facts, addressee });
  return { bounceId, communicationId, paymentId: payment.id };
}

const emailOf = async (paymentId: string) =>
  (
    await rowsOf<{ email: string }>("select customer_email as email from payment where id = $1", [paymentId])
  )[0]?.email;
const resendsOf = (communicationId: string) =>
  rowsOf<{ id: string; addressee: string; state: string; payment_id: string }>(
    "select id, addressee, state, payment_id from communication where resend_of_id = $1",
    [communicationId],
  );
const factsOf = async (bounceId: string) => (await findBounceFacts(shop.scope, [bounceId]))[0];
const send = (bounceId: string, address: string, keep = false) =>
  resendBounce(eva, { bounceId, address, keep });

describe("sending again (BK-10)", () => {
  it("queues a message of its own to the corrected address and leaves the rest as it was", async () => {
    const { bounceId, communicationId, paymentId } = await bounced();
    expect(await factsOf(bounceId)).toMatchObject({
      refusal: null,
      suggestion: "jan@gmail.com",
      isOver: true,
    });
    const result = await send(bounceId, " jan@gmail.com ");
    const resends = await resendsOf(communicationId);
    expect(result).toEqual({
      ok: true,
      value: { communicationId: resends[0]?.id, address: "jan@gmail.com" },
    });
    expect(resends).toEqual([
      expect.objectContaining({ addressee: "jan@gmail.com", state: "queued", payment_id: paymentId }),
    ]);
    expect(await factsOf(bounceId)).toMatchObject({
      addressee: "jan@gmial.com",
      resentId: resends[0]?.id,
      resentBy: "user:Eva",
      resentTo: "jan@gmail.com",
      refusal: "too_soon",
    });
    expect(await emailOf(paymentId)).toBe("jan@gmial.com");
    const audit = await rowsOf<{ subject_type: string; detail: object }>(
      "select subject_type, detail from audit_line where merchant_id = $1 and action = 'bounce.resent' order by subject_type",
      [shop.merchantId],
    );
    expect(audit.map((line) => line.subject_type)).toEqual(["bounce", "payment"]);
    expect(audit[0]?.detail).toMatchObject({
      before: "jan@gmial.com",
      after: "jan@gmail.com",
      kept: false,
    });
  });

  it("keeps the address for the customer only where that was ticked", async () => {
    const { bounceId, paymentId } = await bounced();
    await send(bounceId, "Jan@Gmail.com", true);
    expect(await emailOf(paymentId)).toBe("jan@gmail.com");
  });

  it("sends once, however many press at once", async () => {
    const { bounceId, communicationId } = await bounced();
    const results = await Promise.all(Array.from({ length: 8 }, () => send(bounceId, "jan@gmail.com")));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(results.flatMap((result) => (result.ok ? [] : [result.error])))).toEqual(
      new Set(["too_soon"]),
    );
    expect(await resendsOf(communicationId)).toHaveLength(1);
  });

  it("may be done again a minute later", async () => {
    const { bounceId } = await bounced({ resentAt: "2026-03-01T12:00:00Z" });
    expect((await send(bounceId, "jan@gmail.com")).ok).toBe(true);
  });

  it("never writes to one who complained, about this message or about another", async () => {
    const complaint = await bounced({ class: "complaint", addressee: "ann@shop.example" });
    expect(await send(complaint.bounceId, "other@shop.example")).toEqual({ ok: false, error: "complained" });
    await makeSuppression(shop, { address: "ann@shop.example", cause: "complaint" });
    const other = await bounced();
    expect(await send(other.bounceId, "ANN@shop.example")).toEqual({ ok: false, error: "complained" });
    expect(await resendsOf(other.communicationId)).toEqual([]);
    expect(await factsOf(other.bounceId)).toMatchObject({ resentAt: null });
  });

  it("refuses an address on the list, and takes it when that was lifted", async () => {
    const { bounceId } = await bounced();
    await makeSuppression(shop, { address: "jan@gmail.com" });
    expect(await send(bounceId, "jan@gmail.com")).toEqual({ ok: false, error: "suppressed" });
    await makeSuppression(shop, { address: "piet@gmail.com", isLifted: true });
    expect((await send(bounceId, "piet@gmail.com")).ok).toBe(true);
  });

  it.each(["", "jan", "jan@gmail.com, piet@gmail.com", "+31612345678"])(
    "refuses the address %j",
    async (address) => {
      const { bounceId } = await bounced();
      expect(await send(bounceId, address)).toEqual({ ok: false, error: "wrong_address" });
    },
  );

  it("refuses what nobody knows the message of (BK-E5), what opens an account, and what is another's", async () => {
    const stray = await makeBounce(shop);
    expect(await send(stray, "jan@gmail.com")).toEqual({ ok: false, error: "no_message" });
    const reset = await bounced({}, "password_reset");
    expect(await send(reset.bounceId, "jan@gmail.com")).toEqual({ ok: false, error: "private" });
    const stranger = actorOf(await makeShop());
    const { bounceId } = await bounced();
    const foreign = await resendBounce(stranger, { bounceId, address: "jan@gmail.com", keep: false });
    expect(foreign).toEqual({ ok: false, error: "not_found" });
  });
});

describe("a message whose answer was lost", () => {
  const lost = async (facts: Parameters<typeof makeCommunication>[1] = {}) =>
    makeCommunication(shop, { state: "unknown", addressee: "ann@shop.example", ...facts });
  const repeat = (communicationId: string, address = "ann@shop.example", keep = false) =>
    repeatMessage(eva, { communicationId, address, keep });
  const stateOf = async (id: string) =>
    (await rowsOf<{ state: string }>("select state from communication where id = $1", [id]))[0]?.state;

  it("goes out once more under a new id, and the old one stays and says by whom and whereto", async () => {
    const payment = await makePayment(shop, { customerEmail: "ann@shop.example", status: "completed" });
    const id = await lost({ paymentId: payment.id });
    expect(await getMessageFacts(shop.scope, id)).toMatchObject({
      refusal: null,
      listed: null,
      isOver: true,
    });
    const sent = await repeat(id, "anna@shop.example", true);
    expect(sent).toMatchObject({ ok: true, value: { address: "anna@shop.example" } });
    expect(await resendsOf(id)).toEqual([
      expect.objectContaining({ addressee: "anna@shop.example", state: "queued", payment_id: payment.id }),
    ]);
    expect(await stateOf(id)).toBe("unknown");
    expect(await emailOf(payment.id)).toBe("anna@shop.example");
    expect((await getCommunication(shop.scope, id))?.resends).toMatchObject([
      { addressee: "anna@shop.example", actor: `user:${eva.name}` },
    ]);
    const audit = await rowsOf<{ subject_type: string; detail: object }>(
      "select subject_type, detail from audit_line where merchant_id = $1 and action = 'communication.repeated' order by 1",
      [shop.merchantId],
    );
    const detail = { before: "ann@shop.example", after: "anna@shop.example", kept: true };
    expect(audit).toMatchObject([
      { subject_type: "communication", detail },
      { subject_type: "payment", detail },
    ]);
  });

  it("goes out once a minute, however many press at once", async () => {
    const id = await lost();
    const results = await Promise.all([repeat(id), repeat(id), repeat(id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await resendsOf(id)).toHaveLength(1);
    expect((await getMessageFacts(shop.scope, id))?.refusal).toBe("too_soon");
    await rowsOf(
      "update communication set created_at = created_at - interval '61 s' where resend_of_id = $1",
      [id],
    );
    expect((await repeat(id)).ok).toBe(true);
  });

  it.each([
    ["known_now", { state: "delivered" }, "ann@shop.example"],
    ["private", { kind: "password_reset", content: {} }, "ann@shop.example"],
    ["wrong_address", {}, "ann@"],
    ["suppressed", {}, "gone@shop.example"],
    ["complained", {}, "angry@shop.example"],
  ])("is refused as %s", async (refusal, facts, address) => {
    await makeSuppression(shop, { address: "gone@shop.example" });
    await makeSuppression(shop, { address: "angry@shop.example", cause: "complaint" });
    const id = await lost(facts);
    expect(await repeat(id, address)).toEqual({ ok: false, error: refusal });
    expect(await resendsOf(id)).toEqual([]);
  });

  it("is another merchant's to nobody else", async () => {
    const id = await lost();
    const stranger = actorOf(await makeShop(), "owner");
    const wish = { communicationId: id, address: "ann@shop.example", keep: false };
    expect(await repeatMessage(stranger, wish)).toEqual({ ok: false, error: "not_found" });
  });
});

describe("the workbench (U8)", () => {
  it("groups by cause and by domain what nobody sent again, misspelled domains apart", async () => {
    for (const name of ["a", "b", "c"]) await bounced({ addressee: `${name}@gmial.com` });
    await bounced({ addressee: "x@shop.example", class: "mailbox_full" });
    await bounced({ addressee: "y@gmial.com", resentAt: "2026-03-01T12:00:00Z" });
    await bounced({ addressee: "z@gmial.com", class: "complaint" });
    const groups = await findBounceGroups(shop.scope, beginning);
    expect(groups.classes.map(({ class: name, count }) => [name, count])).toEqual([
      ["unknown_user", 3],
      ["mailbox_full", 1],
      ["complaint", 1],
    ]);
    expect(groups.misspelled).toEqual([
      { domain: "gmial.com", meant: "gmail.com", count: 3, steps: 0, fallbacks: 0 },
    ]);
    expect(groups.others.map(({ domain }) => domain)).toEqual(["shop.example"]);
    const later = await findBounceGroups(shop.scope, new Date("2026-04-01T00:00:00Z"));
    expect(later).toEqual({ classes: [], misspelled: [], others: [] });
  });

  it("corrects a whole domain, each row by itself", async () => {
    const good = [await bounced({ addressee: "a@gmial.com" }), await bounced({ addressee: "b@gmial.com" })];
    const bad = await bounced({ addressee: "c@gmial.com", class: "complaint" });
    const chosen = await findOpenBounces(shop.scope, beginning, { class: null, domain: "gmial.com" });
    expect(chosen).toHaveLength(3);
    expect(chosen.find(({ id }) => id === bad.bounceId)?.refusal).toBe("complained");
    const wishes = chosen.map(({ id, suggestion }) => ({ bounceId: id, address: suggestion ?? "" }));
    const { value } = await resendBounces(eva, wishes);
    const outcome = (id: string) => value.results.find(({ bounceId }) => bounceId === id)?.refusal;
    expect(good.map(({ bounceId }) => outcome(bounceId))).toEqual([null, null]);
    expect(outcome(bad.bounceId)).toBe("complained");
    expect(await findOpenBounces(shop.scope, beginning, { class: null, domain: "gmial.com" })).toHaveLength(
      1,
    );
  });
});

describe("what is told of it", () => {
  it("stands on the timeline of the payment: message, bounce, and the message that was sent again", async () => {
    const { bounceId, communicationId, paymentId } = await bounced();
    await send(bounceId, "jan@gmail.com");
    const timeline = (await getPayment(shop.scope, paymentId))?.timeline ?? [];
    const told = timeline.filter(({ kind }) => kind === "message" || kind === "bounce");
    const [resend] = await resendsOf(communicationId);
    expect(told.map(({ kind, what, link }) => [kind, what, link])).toEqual(
      expect.arrayContaining([
        ["message", "queued", `/emails/${communicationId}`],
        ["bounce", "unknown_user", `/bounces/${bounceId}`],
        ["message", "queued_again", `/emails/${resend?.id ?? ""}`],
      ]),
    );
    const message = await getCommunication(shop.scope, communicationId);
    expect(message?.resends.map(({ addressee }) => addressee)).toEqual(["jan@gmail.com"]);
    expect(message?.bounces.map(({ id }) => id)).toEqual([bounceId]);
    expect(await getCommunication((await makeShop()).scope, communicationId)).toBeNull();
  });

  it("stands on the timeline of the data request that it was about", async () => {
    const { id: dataRequestId } = await makeDataRequest(shop);
    const communicationId = await makeCommunication(shop, { state: "bounced", dataRequestId });
    const bounceId = await makeBounce(shop, { communicationId, dataRequestId });
    await send(bounceId, "jan@gmail.com");
    const [resend] = await resendsOf(communicationId);
    const request = await getDataRequest(shop.scope, dataRequestId);
    expect(request?.messages.map(({ what, link }) => [what, link])).toEqual([
      ["queued", `/emails/${communicationId}`],
      ["queued_again", `/emails/${resend?.id ?? ""}`],
    ]);
    expect(request?.bounces).toMatchObject([{ what: "unknown_user", link: `/bounces/${bounceId}` }]);
  });
});
