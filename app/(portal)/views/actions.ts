"use server";

import {
  arrangeColumns,
  ArrangeInput,
  deleteView,
  editView,
  EditViewInput,
  renewView,
  RenewViewInput,
  saveView,
  SaveViewInput,
  toggleStartView,
  ViewInput,
} from "@/lib/features/views/commands";
import type { Layout } from "@/lib/listing/columns";
import { action } from "@/lib/web/action";
import { requireSession } from "@/lib/web/session";

export const save = action({ permission: null, input: SaveViewInput, run: saveView, refresh: "/" });
export const edit = action({ permission: null, input: EditViewInput, run: editView, refresh: "/" });
export const renew = action({ permission: null, input: RenewViewInput, run: renewView, refresh: "/" });
export const remove = action({ permission: null, input: ViewInput, run: deleteView, refresh: "/" });
export const start = action({ permission: null, input: ViewInput, run: toggleStartView, refresh: "/" });

/** The screen has its columns already: nothing is drawn again. */
export async function rememberLayout(listing: string, viewId: string | null, layout: Layout): Promise<void> {
  const { actor } = await requireSession();
  const input = ArrangeInput.safeParse({ listing, viewId, ...layout });
  if (input.success) await arrangeColumns(actor, input.data);
}
