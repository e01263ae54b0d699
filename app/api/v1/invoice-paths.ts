import type { ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { Invoice, InvoicePage, NewInvoiceAct } from "@/app/api/v1/invoice-schemas";
import { listingParameters } from "@/app/api/v1/listing-schema";
import { invoiceListing } from "@/lib/features/invoices/listing";

const tags = ["Invoices"];
const idOf = "invoice";

export const invoicePaths: ZodOpenApiPathsObject = {
  "/api/v1/invoices": {
    get: {
      tags,
      ...readOperation({
        operationId: "listInvoices",
        summary: "Find invoices",
        query: listingParameters(invoiceListing),
        answers: "One page",
        schema: InvoicePage,
        reasons: ["unknown_parameters"],
      }),
    },
  },
  "/api/v1/invoices/{id}": {
    get: {
      tags,
      ...readOperation({
        operationId: "getInvoice",
        summary: "Read an invoice with its amounts, steps, messages and payments",
        idOf,
        answers: "The invoice",
        schema: Invoice,
        reasons: ["not_found"],
      }),
    },
  },
  "/api/v1/invoices/{id}/acts": {
    post: {
      tags,
      ...writeOperation({
        operationId: "createInvoiceAct",
        summary: "Pause, dispute, credit, plan, write off or cancel an invoice, take its next step, and more",
        description: "Invoices themselves are created with CreditManagement3 over the data request API.",
        idOf,
        body: NewInvoiceAct,
        answers: "The invoice after the act",
        schema: Invoice,
        reasons: [
          "not_allowed_now",
          "nothing_open",
          "more_than_invoiced",
          "debtor_paused",
          "test_invoice",
          "no_step",
        ],
      }),
    },
  },
};
