import { readFile, refusedFile } from "@/app/api/v1/file-answers";
import { readId } from "@/app/api/v1/refusals";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const GET = apiRead<{ id: string }>("payments:read", async ({ actor }, _request, params) => {
  const file = await readFile(actor.scope, readId(params.id));
  return file === null ? refusedFile("not_found") : json(200, file);
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
