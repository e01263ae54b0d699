import { buckarooEndpoint, channelError } from "@/app/(wire)/buckaroo/endpoint";
import { getAnsweredDataRequest } from "@/lib/features/data-requests/queries/answered";
import { idOfKey } from "@/app/(wire)/buckaroo/read-json";
import { statusOf } from "@/app/(wire)/buckaroo/status";
import { dataRequestAnswer } from "@/lib/wire/buckaroo/data-request";
import { json } from "@/lib/web/problem";

/** How a request stands. Another website's is as unknown as one that nobody made. */
export const GET = buckarooEndpoint<{ readonly key: string }>({
  permission: "data_requests:read",
  run: async (caller, _incoming, { key }) => {
    const id = idOfKey(key);
    const found = id === null ? null : await getAnsweredDataRequest(caller.actor.scope, caller.websiteId, id);
    if (found === null) return channelError(404, "DataRequestUnknown", "No data request has this key.");
    const { code, text, at, ...facts } = found;
    const answer = dataRequestAnswer({ ...facts, status: statusOf(code, text, at) });
    return { ...json(200, answer), dataRequestId: id };
  },
});
