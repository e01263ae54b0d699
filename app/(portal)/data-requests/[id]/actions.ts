"use server";

import { z } from "zod";
import { cancelDataRequest } from "@/lib/features/data-requests/commands/cancel-data-request";
import { action } from "@/lib/web/action";

export const cancelRequest = action({
  permission: "data_requests:manage",
  input: z.object({ dataRequestId: z.uuid() }),
  run: (actor, { dataRequestId }) => cancelDataRequest(actor, dataRequestId),
  refresh: "/data-requests",
});
