import type { Site } from "@/bench/site";
import { withoutIndexes } from "./fill";

/** Said by most of all, and by one in five thousand. */
export const words = { common: "eur", middling: "kleinewinkel.example" } as const;

/**
 * One exchange for each payment of the large merchant, with the words that ours would find in it. What an earlier run
 * left is gone by then: the site clears it.
 */
export async function makeExchanges({ owner, scope }: Pick<Site, "owner" | "scope">): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query("set local maintenance_work_mem = '512MB'");
    await withoutIndexes(client, "exchange", () =>
      client.query(
        `insert into exchange (merchant_id, id, payment_id, website_id, correlation_id, leg, method, url,
           request_headers, request_body, status, response_headers, response_body, error, started_at, took_ms, words)
         select merchant_id, id, id, website_id, id,
           (array['merchant_to_us', 'us_to_gateway', 'us_to_shop'])[1 + n % 3], 'POST', 'https://portal.example/json/',
           '{"content-type": "application/json"}',
           format('{"alias":"ws@shop.example","version":"1.00","request":[{"requesttypedescriptions":["AUTH"],"sitereference":"acme_shop","baseamount":"%s","currencyiso3a":"%s","orderreference":"%s","billingemail":"%s"}]}',
             amount_minor, currency, order_reference, customer_email),
           case when n % 200 = 0 then 500 else 200 end, '{"content-type": "application/json"}',
           format('{"requestreference":"%s","response":[{"errorcode":"0","errormessage":"Ok","transactionreference":"%s","settlestatus":"0"}]}',
             intent_id, transaction_reference),
           null, created_at, n % 900,
           array_to_tsvector(array(select distinct w from unnest(array['https', 'portal.example', 'portal', 'example',
             'json', 'alias', 'ws@shop.example', 'shop.example', 'ws', 'shop', 'version', '1.00', '1', '00', 'request',
             'requesttypedescriptions', 'auth', 'sitereference', 'acme_shop', 'acme', 'baseamount', 'currencyiso3a',
             'orderreference', 'billingemail', 'requestreference', 'response', 'errorcode', '0', 'errormessage', 'ok',
             'transactionreference', 'settlestatus', amount_minor::text, lower(currency), lower(order_reference),
             lower(customer_email), split_part(customer_email, '@', 2), lower(intent_id), transaction_reference])
             as w))
         from (select p.*, row_number() over (order by created_at, id) as n from payment p where merchant_id = $1) p`,
        [scope],
      ),
    );
    await client.query("commit");
    await client.query("vacuum (analyze) exchange");
  } finally {
    client.release();
  }
}
