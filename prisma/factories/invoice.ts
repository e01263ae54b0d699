import { randomUUID } from "node:crypto";
import { makeScheme } from "@/prisma/factories/scheme";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import type { WantedStep } from "@/lib/features/schemes/model";

type InvoiceFacts = {
  readonly steps?: readonly Partial<WantedStep>[];
  readonly number?: string;
  readonly amountMinor?: number;
  readonly dueDate?: string;
  readonly statusCode?: number;
  readonly email?: string | null;
  readonly mobile?: string | null;
  readonly name?: string | null;
  readonly isTest?: boolean;
  readonly description?: string | null;
  readonly currency?: string;
  readonly paidMinor?: number;
  readonly nextStepOn?: string | null;
  readonly createdAt?: string;
};

const usual = {
  number: "INV-1",
  amountMinor: 100_00,
  dueDate: "2026-03-20",
  statusCode: 10,
  email: "j.jansen@example.nl",
  mobile: "+31612345678",
  name: "J. Jansen",
  isTest: false,
  description: null,
  currency: "EUR",
  paidMinor: 0,
  nextStepOn: "2020-01-01",
  createdAt: "2026-01-01",
};

export type MadeInvoice = { readonly id: string; readonly debtorId: string; readonly requestId: string };

/** An invoice with its debtor, a scheme of its own and the request that created it; its next step is due. */
export async function makeInvoice(shop: Shop, facts: InvoiceFacts = {}): Promise<MadeInvoice> {
  const invoice = { ...usual, ...facts };
  const [id, debtorId, requestId] = [randomUUID(), randomUUID(), randomUUID()];
  const schemeKey = randomUUID().slice(0, 8);
  const scheme = await makeScheme(shop, { key: schemeKey, ...(facts.steps && { steps: facts.steps }) });
  await rowsOf(
    `insert into debtor (merchant_id, id, website_id, code, name, email, mobile, culture, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'nl-NL', now(), now())`,
    [
      shop.merchantId,
      debtorId,
      shop.websiteId,
      debtorId.slice(0, 8),
      invoice.name,
      invoice.email,
      invoice.mobile,
    ],
  );
  await rowsOf(
    `insert into invoice (merchant_id, id, website_id, debtor_id, key, number, amount_minor, invoice_date, due_date,
       scheme_key, scheme_id, status_code, is_test, description, currency, paid_minor, next_step_on, created_at, status_at)
     values ($1, $2::uuid, $3, $4, upper(replace($2::text, '-', '')), $5, $6, $7::date, $7::date, $8, $9, $10, $11,
       $12, $13, $14, $15::date, $16::timestamptz, $16::timestamptz)`,
    [
      ...[
        shop.merchantId,
        id,
        shop.websiteId,
        debtorId,
        invoice.number,
        invoice.amountMinor,
        invoice.dueDate,
      ],
      ...[schemeKey, scheme.id, invoice.statusCode, invoice.isTest, invoice.description],
      ...[invoice.currency, invoice.paidMinor, invoice.nextStepOn, invoice.createdAt],
    ],
  );
  await rowsOf(
    `insert into data_request (merchant_id, id, website_id, key, service, action, status_code, status_at, created_at,
       invoice_number, input_parameters, output_parameters, custom_parameters, additional_parameters, invoice_id, channel,
       actor, correlation_id)
     values ($1, $2::uuid, $3, upper(replace($2::text, '-', '')), 'CreditManagement3', 'CreateInvoice', 190, '2026-01-01',
       '2026-01-01', $4, '[]', '[]', '[]', '[{"name":"orderId","value":"1001"}]', $5, 'json', 'api:shop', $2::uuid)`,
    [shop.merchantId, requestId, shop.websiteId, invoice.number, id],
  );
  return { id, debtorId, requestId };
}
