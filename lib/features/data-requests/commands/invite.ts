import { endOfDay } from "@/lib/kernel/zoned-day";
import { payAddress } from "@/lib/features/data-requests/commands/links";
import type { NewDataRequest, Worked } from "@/lib/features/data-requests/commands/create-data-request";
import { lifetimesMs, output } from "@/lib/features/data-requests/model";
import type { Tx } from "@/lib/platform/tx";

const zone = "Europe/Amsterdam";

/** A mail with a link to a page where the customer pays; shops that write their own mails take the link only. */
export function inviteToPay(tx: Tx, { asked }: NewDataRequest, dataRequestId: string): Worked | null {
  const day = asked.day("ExpirationDate");
  const expiresAt = day === null ? new Date(tx.now.getTime() + lifetimesMs.invitation) : endOfDay(day, zone);
  if (expiresAt <= tx.now) return null;
  const link = payAddress({ scope: tx.scope, dataRequestId, until: expiresAt });
  const isOurs = asked.flag("MerchantSendsEmail") !== true;
  return {
    beginning: "await_consumer",
    outputs: [output("PayLink", link)],
    references: { expiresAt },
    write: async () => {
      if (isOurs) await tx.emit("data_request.invite", { dataRequestId });
    },
  };
}
