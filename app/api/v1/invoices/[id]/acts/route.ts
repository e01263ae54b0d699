import type { z } from "zod";
import { invoiceAnswer, refusedInvoice } from "@/app/api/v1/invoice-answers";
import { NewInvoiceAct } from "@/app/api/v1/invoice-schemas";
import { readId } from "@/app/api/v1/refusals";
import { actOnInvoice, type InvoiceAct } from "@/lib/features/invoices/commands/act";
import { getInvoice } from "@/lib/features/invoices/queries/detail";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

function wishOf(input: z.output<typeof NewInvoiceAct>): InvoiceAct {
  if (input.act === "credit")
    return { act: "credit", minor: input.amountMinor, number: input.number ?? null };
  if (input.act === "plan") return { act: "plan", count: input.count, startOn: input.startOn ?? null };
  if (input.act === "close_dispute") return { act: "close_dispute", outcome: input.outcome ?? null };
  return input;
}

export const POST = apiWrite<typeof NewInvoiceAct, { id: string }>({
  permission: "invoices:manage",
  input: NewInvoiceAct,
  run: async ({ actor }, input, { correlationId, params }) => {
    const invoiceId = readId(params.id);
    if (invoiceId === null) return refusedInvoice("not_found");
    const done = await actOnInvoice(actor, { invoiceId, wish: wishOf(input), correlationId });
    if (!done.ok) return refusedInvoice(done.error);
    const detail = await getInvoice(actor.scope, invoiceId);
    return detail === null ? refusedInvoice("not_found") : json(201, invoiceAnswer(detail));
  },
  complete: (answer) => answer,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
