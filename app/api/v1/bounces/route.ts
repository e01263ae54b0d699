import type { z } from "zod";
import { NewBounce } from "@/app/api/v1/bounce-schemas";
import { takeReport } from "@/lib/features/communications/commands/take-report";
import { findMessage } from "@/lib/features/communications/queries/find-message";
import { returnTokenIn } from "@/lib/kernel/bounces";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";
import { writeServiceTold } from "@/lib/wire/mail-reports/service-report";

type Wish = z.output<typeof NewBounce>;

/** A report itself came to a return path: it stands in its head. */
const tokenOf = ({ returnPath, message }: Wish): string | null =>
  returnTokenIn(returnPath ?? Buffer.from(message ?? "", "base64").toString("latin1"));

export const POST = apiWrite({
  permission: "bounces:report",
  input: NewBounce,
  run: async ({ actor, websiteId }, input, { intentId }) => {
    const named = { token: tokenOf(input), messageId: input.messageId ?? null };
    const communicationId = await findMessage(actor.scope, named);
    const { returnPath: _, messageId: __, ...told } = input;
    const raw = writeServiceTold({ channel: "email", websiteId, ...told });
    const { value } = await takeReport(actor, {
      ...{ communicationId, source: "api", raw, byteCount: raw.length },
      digest: intentId,
    });
    return json(201, { id: value.reportId, communicationId });
  },
  complete: (answer) => answer,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
