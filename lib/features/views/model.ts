import type { Actor } from "@/lib/kernel/access";

/** As many as one person keeps of one list. */
export const mostViews = 30;
export const longestName = 60;
export const longestQuery = 4000;

type Place = { readonly id: string; readonly listing: string; readonly query: string };

/** Where a view is opened: its own query, and its name for the columns. */
export const viewAddress = ({ id, listing, query }: Place): string =>
  `/${listing}?${query === "" ? "" : `${query}&`}view=${id}`;

/** Under which name a person's columns are kept: of the list, or of one view of it. */
export const layoutKey = (listing: string, viewId: string | null): string =>
  viewId === null ? listing : `${listing}/${viewId}`;

/** Rights of a view: its owner's, and for a shared one theirs who look after the settings. */
export const mayManage = (actor: Pick<Actor, "id" | "may">, view: { ownerId: string; isShared: boolean }) =>
  view.ownerId === actor.id || (view.isShared && actor.may.has("settings:manage"));

/** Others see a view only while it is shared. */
export const maySee = (userId: string, view: { ownerId: string; isShared: boolean }): boolean =>
  view.isShared || view.ownerId === userId;
