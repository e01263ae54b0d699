import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { err, ok } from "@/lib/kernel/result";
import {
  layoutKey,
  longestName,
  longestQuery,
  mayManage,
  maySee,
  mostViews,
} from "@/lib/features/views/model";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const listingName = z.string().regex(/^[a-z-]{1,40}$/);
const viewName = z
  .string()
  .trim()
  .min(1)
  .max(longestName)
  .refine((text) => !looksLikeCardNumber(text) && !/\p{Cc}/u.test(text));
const query = z.string().max(longestQuery);
/** A box of a form that is ticked or not there. */
const ticked = z.literal("on").optional();
const maybeId = z.union([z.uuid(), z.literal("").transform(() => null)]);

export const SaveViewInput = z.object({
  listing: listingName,
  name: viewName,
  query,
  /** The view that is open, whose columns are the ones on the screen. */
  from: maybeId,
  shared: ticked,
  start: ticked,
});
export const EditViewInput = z.object({ id: z.uuid(), name: viewName, shared: ticked, start: ticked });
export const RenewViewInput = z.object({ id: z.uuid(), query });
export const ViewInput = z.object({ id: z.uuid() });

/** One change of a merchant's views at a time, so that names and numbers are counted right. */
const lockViews = (tx: Tx) =>
  tx.db.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`views of ${tx.scope}`}, 0))::text`;

const viewOf = (tx: Tx, id: string) =>
  tx.db.savedView.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      id: true,
      listing: true,
      name: true,
      query: true,
      ownerId: true,
      isShared: true,
      columns: true,
      hidden: true,
    },
  });

/** A view that the person may change; nobody learns of private ones of others. */
async function managedView(tx: Tx, id: string) {
  const view = await viewOf(tx, id);
  if (!view || !maySee(tx.actor.id, view)) return err("not_found");
  return mayManage(tx.actor, view) ? ok(view) : err("forbidden");
}

/** The columns as the person has them on the screen now: their own changes come before what the view says. */
async function layoutNow(tx: Tx, listing: string, viewId: string | null) {
  const keys = [layoutKey(listing, viewId), listing];
  const kept = await tx.db.listingPreference.findMany({
    where: { userId: tx.actor.id, listing: { in: keys } },
    select: { listing: true, columns: true, hidden: true },
  });
  const own = kept.find((one) => one.listing === keys[0]);
  const view = viewId === null ? null : await viewOf(tx, viewId);
  const seen = view && maySee(tx.actor.id, view) ? view : null;
  const { columns, hidden } = own ?? seen ?? kept[0] ?? { columns: [], hidden: [] };
  return { columns, hidden };
}

const setStart = async (tx: Tx, viewId: string | null) => {
  const merchantId_userId = { merchantId: tx.scope, userId: tx.actor.id };
  if (viewId === null) {
    await tx.db.startView.deleteMany({ where: merchantId_userId });
    return;
  }
  await tx.db.startView.upsert({
    where: { merchantId_userId },
    create: { ...merchantId_userId, viewId },
    update: { viewId },
    select: { userId: true },
  });
};

const isNameTaken = async (tx: Tx, ownerId: string, listing: string, name: string, except: string | null) =>
  (await tx.db.savedView.count({
    where: { merchantId: tx.scope, ownerId, listing, name, ...(except !== null && { id: { not: except } }) },
  })) > 0;

/** Keeps the list as it is on the screen: filters, sort, columns and their order. */
export const saveView = (actor: Actor, input: z.output<typeof SaveViewInput>) =>
  inTransaction(actor, async (tx) => {
    const { listing, name, from } = input;
    await lockViews(tx);
    const owned = { merchantId: tx.scope, ownerId: actor.id, listing };
    if (await isNameTaken(tx, actor.id, listing, name, null)) return err("name_taken");
    if ((await tx.db.savedView.count({ where: owned })) >= mostViews) return err("too_many");
    const id = newId();
    const isShared = input.shared === "on";
    const layout = await layoutNow(tx, listing, from);
    await tx.db.savedView.create({
      data: { ...owned, ...layout, id, name, query: input.query, isShared, createdAt: tx.now },
      select: { id: true },
    });
    if (input.start === "on") await setStart(tx, id);
    await tx.audit("view.saved", ["view", id], { listing, name, query: input.query, isShared });
    return ok({ id });
  });

/** Name, sharing, and whether the person begins with it. */
export const editView = (actor: Actor, input: z.output<typeof EditViewInput>) =>
  inTransaction(actor, async (tx) => {
    await lockViews(tx);
    const found = await managedView(tx, input.id);
    if (!found.ok) return found;
    const view = found.value;
    if (await isNameTaken(tx, view.ownerId, view.listing, input.name, view.id)) return err("name_taken");
    const after = { name: input.name, isShared: input.shared === "on" };
    await tx.db.savedView.update({
      where: { merchantId_id: { merchantId: tx.scope, id: view.id } },
      data: after,
      select: { id: true },
    });
    const starts = await tx.db.startView.count({
      where: { merchantId: tx.scope, userId: actor.id, viewId: view.id },
    });
    if (starts > 0 !== (input.start === "on")) await setStart(tx, input.start === "on" ? view.id : null);
    const before = { name: view.name, isShared: view.isShared };
    await tx.audit("view.edited", ["view", view.id], { before, after });
    return ok({ id: view.id });
  });

/** The view becomes what is on the screen now. */
export const renewView = (actor: Actor, input: z.output<typeof RenewViewInput>) =>
  inTransaction(actor, async (tx) => {
    const found = await managedView(tx, input.id);
    if (!found.ok) return found;
    const view = found.value;
    const layout = await layoutNow(tx, view.listing, view.id);
    await tx.db.savedView.update({
      where: { merchantId_id: { merchantId: tx.scope, id: view.id } },
      data: { query: input.query, ...layout },
      select: { id: true },
    });
    await tx.db.listingPreference.deleteMany({
      where: { userId: actor.id, listing: layoutKey(view.listing, view.id) },
    });
    await tx.audit("view.renewed", ["view", view.id], { before: view.query, after: input.query });
    return ok({ id: view.id });
  });

export const deleteView = (actor: Actor, { id }: z.output<typeof ViewInput>) =>
  inTransaction(actor, async (tx) => {
    const found = await managedView(tx, id);
    if (!found.ok) return found;
    const { listing, name, query: asked, isShared } = found.value;
    await tx.db.savedView.delete({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      select: { id: true },
    });
    await tx.db.listingPreference.deleteMany({ where: { listing: layoutKey(listing, id) } });
    await tx.audit("view.deleted", ["view", id], { listing, name, query: asked, isShared });
    return ok(undefined);
  });

/** Begin with this view, or no longer. */
export const toggleStartView = (actor: Actor, { id }: z.output<typeof ViewInput>) =>
  inTransaction(actor, async (tx) => {
    const view = await viewOf(tx, id);
    if (!view || !maySee(actor.id, view)) return err("not_found");
    const where = { merchantId: tx.scope, userId: actor.id, viewId: id };
    const starts = (await tx.db.startView.count({ where })) > 0;
    await setStart(tx, starts ? null : id);
    await tx.audit("view.start_chosen", ["view", id], { starts: !starts });
    return ok({ starts: !starts });
  });

const keys = z.array(z.string().regex(/^\w{1,40}$/)).max(100);
export const ArrangeInput = z.object({
  listing: listingName,
  viewId: z.uuid().nullable(),
  order: keys,
  hidden: keys,
});

/** Remembers which columns of a list a person sees, in which order: of the list, or of one view of it. */
export const arrangeColumns = (
  actor: Actor,
  { listing, viewId, order, hidden }: z.output<typeof ArrangeInput>,
) =>
  inTransaction(actor, async (tx) => {
    const key = { userId: actor.id, listing: layoutKey(listing, viewId) };
    const layout = { columns: order, hidden };
    await tx.db.listingPreference.upsert({
      where: { userId_listing: key },
      create: { ...key, ...layout },
      update: layout,
      select: { userId: true },
    });
    await tx.audit("user.columns_chosen", ["user", actor.id], { listing: key.listing, ...layout });
    return ok(undefined);
  });
