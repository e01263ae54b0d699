import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

type Parameter = {
  readonly name: string;
  readonly groupType: string | null;
  readonly groupId: string | null;
  readonly value: string;
};

export type DataRequestFacts = {
  readonly key?: string;
  readonly service?: string;
  readonly action?: string;
  readonly statusCode?: number;
  readonly invoiceNumber?: string | null;
  readonly orderReference?: string | null;
  readonly customerEmail?: string | null;
  readonly inputParameters?: readonly Parameter[];
  readonly outputParameters?: readonly Parameter[];
  readonly errors?: readonly object[] | null;
  readonly redirectUrl?: string | null;
  readonly bankReference?: string | null;
  /** The newest push, and the one that the shop took last with the code that it told. */
  readonly newestPushId?: string | null;
  readonly toldPushId?: string | null;
  readonly toldStatus?: string | null;
  readonly createdAt?: string;
  readonly statusAt?: string;
};

const usual = {
  service: "emandate",
  action: "CreateMandate",
  statusCode: 190,
  invoiceNumber: null,
  orderReference: null,
  customerEmail: null,
  inputParameters: [{ name: "debtorreference", groupType: null, groupId: null, value: "klant-77" }],
  outputParameters: [],
  errors: null,
  redirectUrl: null,
  bankReference: null,
  newestPushId: null,
  toldPushId: null,
  toldStatus: null,
  createdAt: "2026-03-01T12:00:00Z",
};

/** Events that lead from 790 to what no request begins with. */
const laterEvents: Readonly<Record<number, string>> = {
  690: "reject",
  791: "come_back",
  793: "hold",
  794: "hold",
  890: "cancel_by_consumer",
  891: "cancel_by_merchant",
};

/** A data request as it stands after its life so far, with the history of how it came there. */
export async function makeDataRequest(
  shop: Shop,
  facts: DataRequestFacts = {},
): Promise<{ readonly id: string; readonly key: string }> {
  const id = randomUUID();
  const request = { ...usual, key: randomUUID().replaceAll("-", "").toUpperCase(), ...facts };
  const { createdAt, statusCode } = request;
  const statusAt = facts.statusAt ?? createdAt;
  await rowsOf(
    `insert into data_request (merchant_id, id, website_id, key, service, action, status_code, status_at, created_at,
       invoice_number, order_reference, customer_email, input_parameters, output_parameters, custom_parameters,
       additional_parameters, errors, redirect_url, bank_reference, newest_push_id, told_push_id, told_status, channel,
       actor, correlation_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '[]', '[]', $15, $16, $17, $18, $19, $20,
       'json', 'api:shop', $2)`,
    [
      shop.merchantId,
      id,
      shop.websiteId,
      request.key,
      request.service,
      request.action,
      statusCode,
      statusAt,
      createdAt,
      request.invoiceNumber,
      request.orderReference,
      request.customerEmail,
      JSON.stringify(request.inputParameters),
      JSON.stringify(request.outputParameters),
      request.errors === null ? null : JSON.stringify(request.errors),
      request.redirectUrl,
      request.bankReference,
      request.newestPushId,
      request.toldPushId,
      request.toldStatus,
    ],
  );
  const later = laterEvents[statusCode];
  const begins = later === undefined ? statusCode : 790;
  await rowsOf(
    `insert into data_request_history (merchant_id, id, data_request_id, event, from_code, to_code, actor, correlation_id, at)
     select $1::uuid, gen_random_uuid(), $2::uuid, w.event, w.from_code, w.to_code, w.actor, $2::uuid, w.at
     from (values ('create', null::int, $3::int, 'api:shop', $4::timestamptz),
                  ($5::text, 790, $6::int, 'system:bank', $7::timestamptz)) w (event, from_code, to_code, actor, at)
     where w.event is not null`,
    [shop.merchantId, id, begins, createdAt, later ?? null, statusCode, statusAt],
  );
  return { id, key: request.key };
}
