import { contentSchemas, type CommunicationKind } from "@/lib/kernel/communications";
import type { Locale } from "@/lib/kernel/locale";
import type { Message } from "@/lib/platform/mail/render";

type Given = { readonly shop: string; readonly timezone: string; readonly baseUrl: string };

const amount = { minor: 12_995, currency: "EUR" };
const at = "2026-03-02T09:30:00.000Z";
const reference = "P-7K2M-48QX";
const order = "2026-10482";

const contents = ({ shop, baseUrl }: Given): Readonly<Record<CommunicationKind, object>> => {
  const invoice = { shop, invoice: "F-2026-0193", open: amount, dueOn: "2026-03-16", step: 1 };
  return {
    payment_confirmation: { shop, amount, reference, order, paidAt: at, method: "ideal" },
    payment_invitation: { shop, amount, invoice: "F-2026-0193" },
    refund_notice: { shop, amount, reference, order },
    push_failure: {
      ...{
        website: shop,
        url: "https://shop.example/pushes",
        answer: "HTTP 500",
        event: "payment.succeeded",
      },
      ...{ which: "first", at, retries: 8, link: `${baseUrl}/pushes` },
    },
    renewal_failure: { shop, reference, order, reason: "05" },
    colleague_invitation: { merchant: shop, inviter: "Eva de Vries", role: "finance" },
    password_reset: {},
    invoice_invitation: invoice,
    invoice_reminder: { ...invoice, adminCosts: { minor: 1500, currency: "EUR" }, step: 2 },
  };
};

/** A mail of a kind as it could be, for who wants to see it before customers do. */
export const sampleOf = (kind: CommunicationKind, locale: Locale, given: Given): Message =>
  ({
    ...{ kind, locale, name: "Robin Jansen" },
    content: contentSchemas[kind].parse({ ...contents(given)[kind], timezone: given.timezone }),
    secret: kind === "push_failure" ? null : { link: given.baseUrl },
  }) as Message;
