import { findTransactions } from "@/lib/features/payments/queries/find-transactions";
import { trustMessages, type TrustRefusal } from "@/lib/wire/trust/codes";
import { decodeReport, encodeReport, type ReportRequest } from "@/lib/wire/trust/report";
import { trustZone } from "@/app/(wire)/trust/answer-auth";
import { checkSites } from "@/app/(wire)/trust/context";
import { basicCaller } from "@/lib/web/basic-caller";
import { endpoint, type Caller, type Incoming, type Vocabulary } from "@/lib/web/endpoint";
import { responseOf, type Answer } from "@/lib/web/problem";

/** The vendor's own limit is 75,000; a report of a day or two stays far below ours. */
const maxLines = 20_000;

const plain = (status: number, text: string, more: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...more },
  body: text,
});

/** Not 200: a client drops the first line of a 200, and would read a refusal as an empty report (wire.md 1.3). */
const refuse = (status: number, { code, data }: TrustRefusal): Answer =>
  plain(status, [code, trustMessages[code], ...data].join(" "));

const vocabulary: Vocabulary = {
  limitBytes: 64 * 1024,
  authenticate: basicCaller,
  refuse: (reason, { reference }) => {
    switch (reason) {
      case "unauthenticated":
        return plain(401, "401 Authorization Required", { "www-authenticate": 'Basic realm="reports"' });
      case "forbidden":
        return refuse(403, { code: "25000", data: [] });
      case "too_large":
        return refuse(413, { code: "60025", data: ["body"] });
      case "failed":
        return refuse(503, { code: "99999", data: [reference] });
    }
  },
};

async function report(caller: Caller, request: ReportRequest): Promise<Answer> {
  const own = caller.siteReference === null ? [] : [caller.siteReference];
  const filter = { ...request.filter, siteReferences: own };
  const found = await findTransactions(caller.actor.scope, filter, maxLines);
  if (found.count > maxLines) return refuse(400, { code: "60037", data: ["startdate", "enddate"] });
  return {
    status: 200,
    headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" },
    body: encodeReport(request, found.records),
    keptBody: `${found.records.length.toString()} transactions: ${request.columns.join(",")}`,
  };
}

/** The vendor's library sends the parameters in the address, its manual and OpenCart's module as a form. */
async function run(caller: Caller, { request, body }: Incoming): Promise<Answer> {
  const params = new URLSearchParams([
    ...new URL(request.url).searchParams,
    ...new URLSearchParams(body.trim()),
  ]);
  const read = decodeReport(params, trustZone);
  if (!read.ok) return refuse(400, read.refusal);
  const refusal = await checkSites(caller, read.value.filter.siteReferences ?? []);
  return refusal === null ? report(caller, read.value) : refuse(400, refusal);
}

export const POST = endpoint(vocabulary, { permission: "payments:read", run });

const refuseMethod = (): Response => responseOf(plain(405, "Send requests with POST.", { allow: "POST" }));
const refuseHead = (): Response => new Response(null, { status: 405, headers: { allow: "POST" } });
export {
  refuseMethod as DELETE,
  refuseMethod as GET,
  refuseHead as HEAD,
  refuseMethod as PATCH,
  refuseMethod as PUT,
};
