import { registered } from "@/lib/features/registry";
import { viewAddress } from "@/lib/features/views/model";
import { startViewOf } from "@/lib/features/views/queries";
import type { Session } from "@/lib/web/session";

/** Where a person begins: at the view they chose, as long as they may still read its list. */
export async function startAddress({ actor, user }: Session): Promise<string> {
  const view = await startViewOf(actor.scope, user.id);
  const entry = view === null ? null : registered(view.listing);
  return view !== null && entry !== null && actor.may.has(entry.listing.permission)
    ? viewAddress(view)
    : "/home";
}
