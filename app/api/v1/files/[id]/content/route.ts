import { refusedFile } from "@/app/api/v1/file-answers";
import { readId } from "@/app/api/v1/refusals";
import { takeFileHome } from "@/lib/features/files/commands/take-home";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";

export const GET = apiRead<{ id: string }>("payments:read", async ({ actor }, _request, params) => {
  const file = await takeFileHome(actor, readId(params.id) ?? "");
  if (!file.ok) return refusedFile(file.error);
  const { name, content } = file.value;
  return {
    status: 200,
    headers: {
      "content-type": "text/plain; charset=iso-8859-1",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
    body: "",
    bytes: content,
  };
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
