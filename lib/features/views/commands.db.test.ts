import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { permissionsOf, type Actor, type Role } from "@/lib/kernel/access";
import { paymentListing } from "@/lib/features/payments/listing";
import { registered } from "@/lib/features/registry";
import {
  arrangeColumns,
  deleteView,
  editView,
  renewView,
  saveView,
  toggleStartView,
} from "@/lib/features/views/commands";
import { mostViews } from "@/lib/features/views/model";
import { openViews, startViewOf } from "@/lib/features/views/queries";
import { parseListing } from "@/lib/listing/parse";
import { closeDatabase } from "@/lib/platform/db";
import { makePayment } from "@/prisma/factories/payment";
import { makePerson } from "@/prisma/factories/person";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

let shop: Shop;
let eva: Actor;

async function personAt({ merchantId, scope }: Shop, role: Role): Promise<Actor> {
  const { id } = await makePerson({ [merchantId]: role });
  return { kind: "user", id, name: role, scope, may: permissionsOf(role), address: null };
}

const wish = { listing: "payments", name: "Failed", query: "status=failed", from: null };
const opened = (actor: Actor, id: string | null = null) => openViews(actor.scope, actor.id, "payments", id);
const namesFor = async (actor: Actor) => (await opened(actor)).views.map(({ name }) => name);

async function saved(actor: Actor, change: Partial<Parameters<typeof saveView>[1]> = {}): Promise<string> {
  const result = await saveView(actor, { ...wish, ...change });
  if (!result.ok) throw new Error(result.error);
  return result.value.id;
}

beforeEach(async () => {
  shop = await makeShop();
  eva = await personAt(shop, "support");
});

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe("a view", () => {
  it("is its owner's until it is shared, and never another merchant's", async () => {
    const colleague = await personAt(shop, "viewer");
    const stranger = await personAt(await makeShop(), "owner");
    const id = await saved(eva);
    expect(await namesFor(eva)).toEqual(["Failed"]);
    expect(await namesFor(colleague)).toEqual([]);

    await editView(eva, { id, name: "Failed pushes", shared: "on" });
    expect(await namesFor(colleague)).toEqual(["Failed pushes"]);
    expect(await namesFor(stranger)).toEqual([]);
    expect((await opened(stranger, id)).open).toBeNull();
    for (const attempt of [
      editView(stranger, { id, name: "Mine" }),
      renewView(stranger, { id, query: "" }),
      toggleStartView(stranger, { id }),
      deleteView(stranger, { id }),
    ]) {
      expect(await attempt).toEqual({ ok: false, error: "not_found" });
    }
    expect(await namesFor(eva)).toEqual(["Failed pushes"]);
  });

  it("is changed by its owner, a shared one also by who looks after the settings, by nobody else", async () => {
    const colleague = await personAt(shop, "manager");
    const owner = await personAt(shop, "owner");
    const own = await saved(eva);
    const shared = await saved(eva, { name: "Team", shared: "on" });
    expect(await editView(owner, { id: own, name: "X" })).toEqual({ ok: false, error: "not_found" });
    expect(await renewView(colleague, { id: shared, query: "" })).toEqual({ ok: false, error: "forbidden" });
    expect(await deleteView(colleague, { id: shared })).toEqual({ ok: false, error: "forbidden" });
    expect(await renewView(owner, { id: shared, query: "status=expired" })).toMatchObject({ ok: true });
    expect((await opened(eva, shared)).open?.query).toBe("status=expired");
    expect(await deleteView(owner, { id: shared })).toMatchObject({ ok: true });
    expect(await namesFor(eva)).toEqual(["Failed"]);
    const audit = await rowsOf<{ action: string }>(
      "select action from audit_line where subject_id = $1 order by at, id",
      [shared],
    );
    expect(audit.map(({ action }) => action)).toEqual(["view.saved", "view.renewed", "view.deleted"]);
  });

  it("has a name of its own among its owner's views of the list, also when two come at once", async () => {
    const results = await Promise.all([saveView(eva, wish), saveView(eva, wish), saveView(eva, wish)]);
    expect(results.map((result) => (result.ok ? "ok" : result.error)).sort()).toEqual([
      "name_taken",
      "name_taken",
      "ok",
    ]);
    const other = await saved(eva, { name: "Other" });
    expect(await editView(eva, { id: other, name: "Failed" })).toEqual({ ok: false, error: "name_taken" });
    expect(await editView(eva, { id: other, name: "Other" })).toMatchObject({ ok: true });
    await saved(eva, { listing: "exports" });
    await saved(await personAt(shop, "viewer"));
  });

  it("is one of a limited number", async () => {
    for (let index = 0; index < mostViews; index += 1) await saved(eva, { name: `View ${index}` });
    expect(await saveView(eva, wish)).toEqual({ ok: false, error: "too_many" });
  });
});

describe("the start view", () => {
  it("is one for each person and merchant, and gone when it is private again or deleted", async () => {
    const colleague = await personAt(shop, "viewer");
    const first = await saved(eva, { start: "on" });
    expect(await startViewOf(eva.scope, eva.id)).toMatchObject({ id: first, query: "status=failed" });
    const shared = await saved(eva, { name: "Team", shared: "on", start: "on" });
    expect(await startViewOf(eva.scope, eva.id)).toMatchObject({ id: shared });
    expect((await opened(eva)).views.map(({ isStart }) => isStart)).toEqual([false, true]);

    await toggleStartView(colleague, { id: shared });
    expect(await startViewOf(colleague.scope, colleague.id)).toMatchObject({ id: shared });
    await editView(eva, { id: shared, name: "Team", start: "on" });
    expect(await startViewOf(colleague.scope, colleague.id)).toBeNull();
    expect(await startViewOf(eva.scope, eva.id)).toMatchObject({ id: shared });
    await toggleStartView(eva, { id: shared });
    expect(await startViewOf(eva.scope, eva.id)).toBeNull();
    await toggleStartView(eva, { id: first });
    await deleteView(eva, { id: first });
    expect(await startViewOf(eva.scope, eva.id)).toBeNull();
  });
});

describe("columns", () => {
  const arrange = (order: string[], hidden: string[], viewId: string | null = null) =>
    arrangeColumns(eva, { listing: "payments", viewId, order, hidden });

  it("are kept with a view as they are on the screen, and one's own changes until it is renewed", async () => {
    await arrange(["amount", "createdAt"], ["website"]);
    const id = await saved(eva);
    await arrange(["createdAt", "amount"], []);
    expect((await opened(eva, id)).layout).toEqual({ order: ["amount", "createdAt"], hidden: ["website"] });
    expect((await opened(eva)).layout).toEqual({ order: ["createdAt", "amount"], hidden: [] });

    await arrange(["status"], ["amount"], id);
    expect(await opened(eva, id)).toMatchObject({
      own: { order: ["status"], hidden: ["amount"] },
      open: { layout: { order: ["amount", "createdAt"] } },
    });
    await renewView(eva, { id, query: "" });
    const { own, layout } = await opened(eva, id);
    expect({ own, layout }).toEqual({ own: null, layout: { order: ["status"], hidden: ["amount"] } });
  });
});

it("opened by its kept query, a view counts what the list shows, whatever words have gone since", async () => {
  for (const status of ["failed", "failed", "completed"]) await makePayment(shop, { status });
  const id = await saved(eva, { query: "status=failed&status=was_a_status_once" });
  const entry = registered("payments");
  const { open } = await opened(eva, id);
  if (entry === null || open === null) throw new Error("not there");
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(open.query)) (parameters[name] ??= []).push(value);
  const query = parseListing(paymentListing, parameters, {
    timezone: "UTC",
    now: new Date("2026-03-04T12:00:00Z"),
  });
  expect(query.ignored).toMatchObject([{ parameter: "status", value: "was_a_status_once" }]);
  const page = await entry.find(eva.scope, query);
  expect(await entry.summarise(eva.scope, query)).toMatchObject({ count: page.rows.length, more: false });
  expect(page.rows).toHaveLength(2);
});
