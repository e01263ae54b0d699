import { takeReport } from "@/lib/features/communications/commands/take-report";
import { readBody } from "@/lib/web/read-body";
import { smsCaller, type SmsCaller } from "@/lib/web/sms-caller";
import { digestOfReport, writeServiceTold } from "@/lib/wire/mail-reports/service-report";

const limitBytes = 64 * 1024;
const refusals = { unsigned: 401, unreadable: 400, unknown: 404 } as const;
const events = { failed: "bounced", delayed: "delayed", delivered: "delivered" } as const;

const toldOf = ({ told: { status, code, reason } }: SmsCaller) =>
  writeServiceTold({
    ...{ channel: "sms", websiteId: null, event: events[status] },
    ...(code == null ? {} : { code }),
    ...(reason == null ? {} : { reason }),
  });

/** The SMS provider tells what became of a message. It repeats its word until this answers with 204. */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, limitBytes);
  if (body === null) return new Response(null, { status: 413 });
  const caller = await smsCaller(request, body);
  if (!caller.ok) return new Response(null, { status: refusals[caller.error] });
  const { actor, communicationId } = caller.value;
  const raw = toldOf(caller.value);
  await takeReport(actor, {
    ...{ communicationId, source: "sms", raw, byteCount: raw.length },
    digest: digestOfReport("sms", communicationId, raw),
  });
  return new Response(null, { status: 204 });
}
