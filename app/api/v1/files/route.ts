import { z } from "zod";
import { checkDelivery, fileSummary, readFile, refusedFile, wrongFile } from "@/app/api/v1/file-answers";
import { NewFile } from "@/app/api/v1/file-schemas";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { fileListing } from "@/lib/features/files/listing";
import { largestFile } from "@/lib/features/files/model";
import { findFiles } from "@/lib/features/files/queries/list";
import { berlinDay } from "@/lib/kernel/nights";
import { apiRead, apiUpload, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json } from "@/lib/web/problem";
import { requestTime } from "@/lib/web/request-time";
import { fileToHandIn, isRight } from "@/lib/wire/batch-files/hand-over";

export const GET = apiRead("payments:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(fileListing, request, timezone);
  if (!read.ok) return read.refusal;
  const page = await findFiles(actor.scope, read.query);
  return json(200, { data: page.rows.map(fileSummary), links: read.links(page) });
});

const Created = z.object({ id: z.uuid() });

export const POST = apiUpload({
  permission: "payments:capture",
  limitBytes: largestFile,
  input: NewFile,
  isWrite: true,
  run: async ({ actor }, delivery) => {
    const checked = await checkDelivery(actor.scope, delivery);
    if (checked === null) return refusedFile("mid_unknown");
    const { mid, name, check } = checked;
    if (!isRight(check)) return wrongFile(check);
    const place = { mid, day: berlinDay(requestTime()), order: "back_office" } as const;
    const file = fileToHandIn({ name, content: delivery.content }, check, place);
    const done = await handIn(actor, { ...file, source: "api" });
    if (!done.ok) return refusedFile(done.error);
    const { id, isNew } = done.value;
    const stored = await readFile(actor.scope, id);
    return stored === null ? refusedFile("not_found") : json(201, { ...stored, isNew });
  },
  complete: (answer) => {
    if (answer.status !== 201) return answer;
    const { id } = Created.parse(JSON.parse(answer.body));
    return { ...answer, headers: { ...answer.headers, location: `/api/v1/files/${id}` } };
  },
});

const refuse = methodNotAllowed("GET, POST");
export { refuse as DELETE, refuse as PATCH, refuse as PUT };
