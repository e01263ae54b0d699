import type { ChainPhase } from "@/lib/features/authorisations/model";
import type { ChainRow } from "@/lib/features/authorisations/commands/chain-rows";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";

type Open = { readonly row: ChainRow; readonly operationId: string };

const amountOf = ({ phaseMinor: minor, currency }: ChainRow) => ({ minor, currency });

const release = ({ row, operationId }: Open) =>
  gateway().reverse({
    ...{ operationId, reference: row.liveReference, originalOperationId: null },
    restOnly: true,
  });

/** The same wish under the same id and with the same words, however often it is asked. */
const calls: Readonly<Record<ChainPhase, (open: Open) => Promise<GatewayReply>>> = {
  releasing: release,
  reversing: release,
  unreserved: ({ row, operationId }) =>
    gateway().authorise({
      ...{ operationId, siteReference: row.siteReference, amount: amountOf(row), method: "card", card: null },
      ...{ initialReference: row.firstReference, isRenewal: true, preAuthorisation: row.phaseFinal },
    }),
  capturing: ({ row, operationId }) =>
    gateway().capture({
      ...{ operationId, authorisationReference: row.liveReference ?? "", amount: amountOf(row) },
      isFinal: row.phaseFinal,
    }),
  uncapturing: ({ row, operationId }) =>
    gateway().reverse({ operationId, reference: row.lastReference, originalOperationId: null }),
};

function openOf(row: ChainRow) {
  if (row.phase === null || row.phaseOperationId === null) throw new Error("no call is open");
  return { phase: row.phase, open: { row, operationId: row.phaseOperationId } };
}

/** Makes the open call of a chain. */
export function ask(row: ChainRow): Promise<GatewayReply<InquiryAnswer>> {
  const { phase, open } = openOf(row);
  return calls[phase](open);
}

/** After a silence or a crash: asks before anything is repeated (U6). */
export async function askAgain(row: ChainRow): Promise<GatewayReply<InquiryAnswer>> {
  const { phase, open } = openOf(row);
  const reply = await gateway().inquire({ operationId: open.operationId });
  return reply.answer.outcome === "not_found" ? calls[phase](open) : reply;
}
