import { checkAnswer, checkDelivery, refusedFile } from "@/app/api/v1/file-answers";
import { NewFile } from "@/app/api/v1/file-schemas";
import { largestFile } from "@/lib/features/files/model";
import { apiUpload, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const POST = apiUpload({
  permission: "payments:capture",
  limitBytes: largestFile,
  input: NewFile,
  isWrite: false,
  run: async ({ actor }, delivery) => {
    const checked = await checkDelivery(actor.scope, delivery);
    return checked === null ? refusedFile("mid_unknown") : json(200, checkAnswer(checked.mid, checked.check));
  },
  complete: (answer) => answer,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
