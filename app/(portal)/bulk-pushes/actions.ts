"use server";

import {
  BulkInput,
  pauseBulk,
  resumeBulk,
  stopBulk,
  undoBulk,
} from "@/lib/features/bulk-pushes/commands/steer";
import { action } from "@/lib/web/action";

const steering = { permission: "pushes:resend", input: BulkInput, refresh: "/bulk-pushes" } as const;

export const undo = action({ ...steering, run: undoBulk });
export const pause = action({ ...steering, run: pauseBulk });
export const resume = action({ ...steering, run: resumeBulk });
export const stop = action({ ...steering, run: stopBulk });
