"use server";

import { InvoiceActInput } from "@/app/(portal)/invoices/[id]/act-input";
import { actOnInvoice } from "@/lib/features/invoices/commands/act";
import { action } from "@/lib/web/action";

export const act = action({
  permission: "invoices:manage",
  input: InvoiceActInput,
  run: actOnInvoice,
  refresh: "/invoices",
});
