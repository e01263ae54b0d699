import { readFile, refusedFile } from "@/app/api/v1/file-answers";
import { Nothing } from "@/app/api/v1/refund-schemas";
import { readId } from "@/app/api/v1/refusals";
import { confirmFile } from "@/lib/features/files/commands/confirm";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const POST = apiWrite<typeof Nothing, { id: string }>({
  permission: "payments:capture",
  input: Nothing,
  run: async ({ actor }, _input, { params }) => {
    const fileId = readId(params.id);
    if (fileId === null) return refusedFile("not_found");
    const done = await confirmFile(actor, { fileId });
    if (!done.ok) return refusedFile(done.error);
    const file = await readFile(actor.scope, fileId);
    return file === null ? refusedFile("not_found") : json(201, file);
  },
  complete: (answer) => answer,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
