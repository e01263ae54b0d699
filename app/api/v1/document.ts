import { createDocument } from "zod-openapi";
import { bouncePaths } from "@/app/api/v1/bounce-paths";
import { filePaths } from "@/app/api/v1/file-paths";
import { invoicePaths } from "@/app/api/v1/invoice-paths";
import { paymentPaths } from "@/app/api/v1/payment-paths";
import { refundPaths } from "@/app/api/v1/refund-paths";
import { subscriptionPaths } from "@/app/api/v1/subscription-paths";

/** Made from the schemas that the endpoints themselves use. */
export const openApiDocument = () =>
  createDocument({
    openapi: "3.1.0",
    info: {
      title: "Counterfoil API",
      version: "1.0.0",
      description:
        "Payments, refunds, subscriptions, invoices and files of captures of a merchant, and what mail services tell about its messages. Only published test card numbers are accepted.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    tags: ["Payments", "Refunds", "Subscriptions", "Invoices", "Files", "Messages"].map((name) => ({ name })),
    paths: {
      ...paymentPaths,
      ...refundPaths,
      ...subscriptionPaths,
      ...invoicePaths,
      ...filePaths,
      ...bouncePaths,
    },
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "API key of a website." },
      },
    },
  });
