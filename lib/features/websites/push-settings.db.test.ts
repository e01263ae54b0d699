import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sendTestPush } from "@/lib/features/pushes/commands/send-test";
import {
  endOldPushSecret,
  revealPushSecret,
  rotatePushSecret,
  RotateSecretInput,
} from "@/lib/features/websites/commands/push-secret";
import { PushSettingsInput, savePushSettings } from "@/lib/features/websites/commands/push-settings";
import { getPushSettings } from "@/lib/features/websites/queries";
import { setClock } from "@/lib/platform/clock";
import { decryptSecret } from "@/lib/platform/secrets";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { drain } from "@/scripts/test/drain";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver, other } = useReceivers();

const form = {
  websiteId: randomUUID(),
  pushFormat: "standard",
  pushUrl: "",
  pushUrlFailure: "",
  pushHash: "sha1",
  pushSchedule: "format",
  pushWaits: "",
  pushFailureEmail: "",
};
const save = (shop: Shop, change: Partial<typeof form>) =>
  savePushSettings(actorOf(shop), PushSettingsInput.parse({ ...form, websiteId: shop.websiteId, ...change }));
const auditOf = (shop: Shop) =>
  rowsOf<{ action: string; actor: string; detail: object }>(
    "select action, actor, detail from audit_line where subject_id = $1 order by at, id",
    [shop.websiteId],
  );

describe("push settings", () => {
  it("are saved whole, with what changed in the audit trail", async () => {
    const shop = await makeShop();
    const pushUrl = receiver.url("/all");
    const pushUrlFailure = other.url("/failed");
    const change = { pushUrl, pushUrlFailure, pushFormat: "buckaroo-form", pushHash: "sha512" };
    const own = { pushSchedule: "own", pushWaits: "1m, 5m, 1h", pushFailureEmail: " ops@shop.example " };
    expect(await save(shop, { ...change, ...own })).toEqual({ ok: true, value: undefined });
    const settings = {
      ...change,
      pushSchedule: "own",
      pushWaits: [60, 300, 3600],
      pushFailureEmail: "ops@shop.example",
    };
    expect(await getPushSettings(shop.scope, shop.websiteId)).toMatchObject(settings);
    expect(await auditOf(shop)).toEqual([
      {
        action: "website.push_settings_changed",
        actor: "user:Eva",
        detail: {
          pushUrl: [null, pushUrl],
          pushUrlFailure: [null, pushUrlFailure],
          pushFormat: ["standard", "buckaroo-form"],
          pushHash: ["sha1", "sha512"],
          pushSchedule: ["format", "own"],
          pushWaits: [[], [60, 300, 3600]],
          pushFailureEmail: [null, "ops@shop.example"],
        },
      },
    ]);
  });

  it("forget a test of another address or format, and no other", async () => {
    const shop = await makeShop();
    const settings = { pushUrl: receiver.url("/tested") };
    await save(shop, settings);
    const tested = async () => (await getPushSettings(shop.scope, shop.websiteId))?.test !== null;
    const test = () => sendTestPush(actorOf(shop), { websiteId: shop.websiteId });
    for (const change of [{ pushFormat: "trust" }, { pushUrl: receiver.url("/moved") }]) {
      expect(await test()).toMatchObject({ ok: true });
      await save(shop, { ...settings, pushFailureEmail: "ops@shop.example" });
      expect(await tested()).toBe(true);
      await save(shop, Object.assign(settings, change));
      expect(await tested()).toBe(false);
    }
  });

  it("forget a list of waits that does not count", async () => {
    const shop = await makeShop();
    await save(shop, { pushSchedule: "own", pushWaits: "1m" });
    await save(shop, { pushSchedule: "paynow", pushWaits: "soon" });
    expect(await getPushSettings(shop.scope, shop.websiteId)).toMatchObject({
      pushSchedule: "paynow",
      pushWaits: [],
    });
  });

  it.each([
    ["pushUrl", "https://127.0.0.1/", "private_address"],
    ["pushUrl", "https://0x7f.1/", "private_address"],
    ["pushUrl", "https://2130706433/", "private_address"],
    ["pushUrlFailure", "https://[::ffff:169.254.169.254]/", "private_address"],
    ["pushUrlFailure", "http://example.com/", "scheme_not_allowed"],
    ["pushUrl", "https://example.com:8443/", "port_not_allowed"],
    ["pushUrl", "https://u:p@example.com/", "credentials_not_allowed"],
    ["pushUrl", "not an address", "not_an_address"],
    ["pushUrl", "https://name.invalid/", "host_not_found"],
    ["pushUrl", "https://localhost/", "private_address"],
  ] as const)("name the field and the reason of a refused address: %s %s", async (field, url, reason) => {
    const shop = await makeShop();
    expect(await save(shop, { [field]: url, pushFormat: "trust" })).toEqual({
      ok: false,
      error: `${field}.${reason}`,
    });
    expect(await getPushSettings(shop.scope, shop.websiteId)).toMatchObject({ pushFormat: "standard" });
    expect(await auditOf(shop)).toEqual([]);
  });

  it.each([
    ["pushWaits", "soon", "not_a_wait"],
    ["pushWaits", "", "no_waits"],
    ["pushWaits", "1s", "wait_out_of_range"],
    ["pushFailureEmail", "ops", "not_an_email"],
  ])("name what is wrong: %s %s", (field, text, reason) => {
    const read = PushSettingsInput.safeParse({
      ...form,
      pushSchedule: "own",
      pushWaits: "1m",
      [field]: text,
    });
    const issue = read.error?.issues[0];
    expect([issue?.path, issue?.message]).toEqual([[field], reason]);
  });

  it("of another merchant are not found", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const input = PushSettingsInput.parse({ ...form, websiteId: shop.websiteId });
    const gone = { ok: false, error: "not_found" };
    expect(await savePushSettings(actorOf(stranger), input)).toEqual(gone);
    const rotation = { websiteId: shop.websiteId, until: null };
    expect(await rotatePushSecret(actorOf(stranger), rotation)).toEqual(gone);
    expect(await endOldPushSecret(actorOf(stranger), rotation)).toEqual(gone);
    expect(await revealPushSecret(actorOf(stranger), rotation)).toEqual(gone);
    expect(await getPushSettings(stranger.scope, shop.websiteId)).toBeNull();
  });
});

describe("a new address (PN-E3, PN-E4)", () => {
  /** A push that waits for its next attempt, or for an address. */
  async function waiting(shop: Shop, state: "retrying" | "no_address", host: string) {
    const { id } = await makePayment(shop);
    const pushId = randomUUID();
    await rowsOf(
      `insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, host, body, state, first_planned_at,
         next_attempt_at, created_at)
       values ($1, $2, $3, $4, 'payment.completed', 'completed', $5, '{"n":1}', $6::text, now(),
         case when $6::text = 'retrying' then now() + interval '1 hour' end, now())`,
      [shop.merchantId, pushId, shop.websiteId, id, host, state],
    );
    return pushId;
  }
  const pushOf = async (id: string) =>
    (await rowsOf<{ state: string; host: string }>("select state, host from push where id = $1", [id]))[0];
  const hostOf = ({ port }: { port: number }) => `127.0.0.1:${port.toString()}`;

  it("takes what waits into the lane of its host", async () => {
    const shop = await makeShop({ pushUrl: receiver.url("/old") });
    const pushId = await waiting(shop, "retrying", hostOf(receiver));
    await save(shop, { pushUrl: other.url("/new") });
    await drain();
    expect(await pushOf(pushId)).toEqual({ state: "retrying", host: hostOf(other) });
    expect(receiver.to("/old")).toEqual([]);
  });

  it("sends what waited for one", async () => {
    const shop = await makeShop();
    const path = `/${shop.websiteId}`;
    const pushId = await waiting(shop, "no_address", "");
    receiver.answer(path, 200);
    await save(shop, { pushUrl: receiver.url(path) });
    await drain();
    expect(await pushOf(pushId)).toEqual({ state: "delivered", host: hostOf(receiver) });
    expect(receiver.to(path)).toHaveLength(1);
  });
});

describe("a new secret", () => {
  const secretsOf = async (shop: Shop) =>
    (
      await rowsOf<{ now: string; before: string | null; until: Date | null }>(
        `select push_secret as now, push_secret_before as before, push_secret_until as until from website where id = $1`,
        [shop.websiteId],
      )
    ).map(({ now, before, until }) => ({
      now: decryptSecret(now),
      before: before === null ? null : decryptSecret(before),
      until,
    }))[0];
  const rotate = (shop: Shop, until: string) =>
    rotatePushSecret(actorOf(shop), RotateSecretInput.parse({ websiteId: shop.websiteId, until }));
  const start = new Date("2026-03-01T12:00:00Z");
  const nextDay = new Date("2026-03-02T12:00:00Z");

  it("counts beside the one before for 24 hours, and no secret is in the audit trail", async () => {
    const shop = await makeShop();
    let clock = start;
    const restore = setClock(() => clock);
    try {
      expect(await rotate(shop, "")).toEqual({ ok: true, value: undefined });
      const secrets = await secretsOf(shop);
      expect(secrets).toMatchObject({ before: shop.pushSecret, until: nextDay });
      expect(secrets?.now).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(secrets?.now).not.toBe(shop.pushSecret);
      const untilOf = async () => (await getPushSettings(shop.scope, shop.websiteId))?.oldSecretUntil;
      clock = new Date(nextDay.getTime() - 60_000);
      expect(await untilOf()).toEqual(nextDay);
      clock = new Date(nextDay.getTime() + 60_000);
      expect(await untilOf()).toBeNull();
      expect(await auditOf(shop)).toEqual([
        {
          action: "website.secret_rotated",
          actor: "user:Eva",
          detail: { oldUntil: nextDay.toISOString() },
        },
      ]);
    } finally {
      restore();
    }
  });

  it("is made once by a button that is pressed twice", async () => {
    const shop = await makeShop();
    const both = await Promise.all([rotate(shop, ""), rotate(shop, "")]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, error: "changed_meanwhile" });
    const secrets = await secretsOf(shop);
    expect(secrets?.before).toBe(shop.pushSecret);
    expect(await rotate(shop, "")).toEqual({ ok: false, error: "changed_meanwhile" });
    expect(await rotate(shop, secrets?.until?.toISOString() ?? "")).toMatchObject({ ok: true });
    expect((await secretsOf(shop))?.before).toBe(secrets?.now);
  });

  it("stays alone when the one before is ended early", async () => {
    const shop = await makeShop();
    const end = () => endOldPushSecret(actorOf(shop), { websiteId: shop.websiteId });
    expect(await end()).toEqual({ ok: false, error: "not_found" });
    await rotate(shop, "");
    expect(await end()).toEqual({ ok: true, value: undefined });
    expect(await secretsOf(shop)).toMatchObject({ before: null, until: null });
    expect((await auditOf(shop)).map(({ action }) => action)).toEqual([
      "website.secret_rotated",
      "website.old_secret_ended",
    ]);
  });

  it("is shown to who may see it, with a line about it", async () => {
    const shop = await makeShop();
    expect(await revealPushSecret(actorOf(shop), { websiteId: shop.websiteId })).toEqual({
      ok: true,
      value: { secret: shop.pushSecret },
    });
    expect(await auditOf(shop)).toMatchObject([{ action: "website.secret_revealed", detail: {} }]);
  });
});
