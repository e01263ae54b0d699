import { takeFileHome } from "@/lib/features/files/commands/take-home";
import { problem, responseOf } from "@/lib/web/problem";
import { currentSession } from "@/lib/web/session";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly id: string }> };

/** A handed-in file, a result file or an F-file, byte by byte. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const session = await currentSession();
  if (session === null) return responseOf(problem("unauthenticated", "Sign in first."));
  const { actor } = session;
  if (!actor.may.has("payments:read") || !actor.may.has("payments:export"))
    return responseOf(problem("forbidden", "Your role does not carry the right to export."));
  const file = await takeFileHome(actor, (await params).id);
  if (!file.ok) return responseOf(problem("not_found", "There is no such file."));
  const { name, content } = file.value;
  return new Response(content, {
    headers: {
      "content-type": "text/plain; charset=iso-8859-1",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
