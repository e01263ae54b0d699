import { liveResponse } from "@/lib/web/live";
import { currentSession } from "@/lib/web/session";

export const dynamic = "force-dynamic";

/** Which websites' settings pages have something new to show. */
export async function GET(request: Request): Promise<Response> {
  const session = await currentSession();
  if (session?.actor.may.has("settings:manage") !== true)
    return new Response(null, { status: session === null ? 401 : 404 });
  return liveResponse({
    listing: "websites",
    scope: session.actor.scope,
    signal: request.signal,
    tell: (ids) => Promise.resolve({ changed: ids }),
  });
}
