import { describe, expect, it } from "vitest";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { authorisationListing } from "@/lib/features/authorisations/listing";
import { getChain } from "@/lib/features/authorisations/queries/get-chain";
import { findAuthorisations } from "@/lib/features/authorisations/queries/list";
import { actsOf, tonightOf } from "@/lib/features/chain-acts/model";
import { paymentListing } from "@/lib/features/payments/listing";
import { findPayments } from "@/lib/features/payments/queries/list";
import { parseListing } from "@/lib/listing/parse";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { renewingShop, reserve, setRenewals, tick } from "@/scripts/test/chains";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const setClock = useClock();
const at = (text: string) => setClock(text);

const begin = "2026-11-02T09:00:00Z";
const night = "2026-11-10T00:31:00Z";
const noon = "2026-11-10T11:00:00Z";

async function seen({ scope }: Shop, id: string) {
  const chain = await getChain(scope, id);
  if (chain === null) throw new Error(`no chain ${id}`);
  return chain;
}

describe("the page of a chain", () => {
  it("tells each reservation with its PayID and each capture with its XID, newest first", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    const first = await seen(shop, id);
    at(night);
    await tick(night, [shop]);
    at(noon);
    const wish = { paymentId: id, minor: 40_00, finish: false, seenRemaining: 100_00 };
    const done = await captureChain(actorOf(shop), wish);
    const chain = await seen(shop, id);
    expect(chain.steps.map(({ event, amountMinor }) => [event, amountMinor])).toEqual([
      ["capture_part", 40_00],
      ["renew", 100_00],
      ["release", 100_00],
      ["authorise", 100_00],
    ]);
    expect(chain.payId).toMatch(/^[0-9a-f]{32}$/);
    const payIds = [chain.payId, chain.payId, first.payId, first.payId];
    expect(chain.steps.map(({ payId }) => payId)).toEqual(payIds);
    if (!done.ok) throw new Error(done.error);
    expect(chain.steps[0]?.xId).toBe(done.value.operationId?.replaceAll("-", ""));
  });

  it("offers what the commands take and says when they take the rest", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    const wish = { paymentId: id, minor: 40_00, finish: false };
    expect(await captureChain(actorOf(shop), wish)).toMatchObject({ ok: true, value: { outcome: "done" } });
    const chain = await seen(shop, id);
    const { capture, capture_part: part } = actsOf(chain, new Date(begin));
    const opensAt = new Date("2026-11-03T03:00:00Z");
    expect([capture, part]).toEqual(Array(2).fill({ open: false, reason: "captured_today", opensAt }));
    expect(await captureChain(actorOf(shop), wish)).toEqual({ ok: false, error: "captured_today" });
    expect(tonightOf(chain, new Date(begin))).toMatchObject({
      next: { kind: "splitting", minor: 60_00 },
      isTonight: true,
    });
    const old = { ...wish, minor: 10_00, seenRemaining: 100_00 };
    expect(await captureChain(actorOf(shop), old)).toEqual({ ok: false, error: "changed_meanwhile" });
  });

  it("reckons with a setting that counts from the next night on", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect((await seen(shop, id)).settings.coming).toBeNull();
    await setRenewals(shop, { isOn: false }, "2026-11-03T00:30:00Z");
    const chain = await seen(shop, id);
    expect(chain.settings).toMatchObject({ current: { isOn: true }, coming: { isOn: false } });
    expect(tonightOf(chain, new Date(begin)).next).toMatchObject({
      kind: "switched_off",
      at: new Date("2026-11-03T00:30:00Z"),
    });
  });

  it("is not there for another merchant, nor for nonsense", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    expect(await getChain((await makeShop()).scope, id)).toBeNull();
    expect(await getChain(shop.scope, "nonsense")).toBeNull();
  });
});

describe("CT-11 the search boxes", () => {
  const context = { timezone: "Europe/Amsterdam", now: new Date(noon) };
  const found = async ({ scope }: Shop, q: string) => {
    const payments = await findPayments(scope, parseListing(paymentListing, { q }, context));
    const chains = await findAuthorisations(scope, parseListing(authorisationListing, { q }, context));
    return [payments, chains].map(({ rows }) => rows.map(({ id }) => id));
  };

  it("find the chain by each of its PayIDs, and another merchant by none", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    await reserve(shop);
    const first = (await seen(shop, id)).payId ?? "";
    at(night);
    await tick(night, [shop]);
    const second = (await seen(shop, id)).payId ?? "";
    expect(second).not.toBe(first);
    for (const payId of [first, second, second.toUpperCase()])
      expect(await found(shop, payId)).toEqual([[id], [id]]);
    expect(await found(await makeShop(), first)).toEqual([[], []]);
  });
});
