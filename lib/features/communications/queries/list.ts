import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { FilterValue } from "@/lib/listing/spec";
import type { communicationListing, CommunicationRow } from "@/lib/features/communications/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type CommunicationFilters = (typeof communicationListing)["filters"];

type RawCommunication = {
  id: string;
  created_ms: number;
  state: CommunicationRow["state"];
  kind: CommunicationRow["kind"];
  channel: CommunicationRow["channel"];
  addressee: string;
  name: string | null;
  subject: string | null;
  website: string | null;
  sent_ms: number | null;
  attempt_count: number;
  last_reply: string | null;
  message_id: string;
};

const toRow = (raw: RawCommunication): CommunicationRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  state: raw.state,
  kind: raw.kind,
  channel: raw.channel,
  addressee: raw.addressee,
  name: raw.name,
  subject: raw.subject,
  website: raw.website,
  sentAt: raw.sent_ms === null ? null : new Date(raw.sent_ms),
  attempts: raw.attempt_count,
  reply: raw.last_reply,
  messageId: raw.message_id,
});

const within = (column: Sql, { from, until }: FilterValue["days"]): Sql =>
  sql`${column} >= ${from ?? "-infinity"}::timestamptz and ${column} < ${until ?? "infinity"}::timestamptz`;

/** An id, a whole address or number, the Message-ID, or what it was about. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower))
    return {
      anyOf: [
        sql`r.id = ${lower}::uuid`,
        sql`r.payment_id = ${lower}::uuid`,
        sql`r.data_request_id = ${lower}::uuid`,
        sql`r.invoice_id = ${lower}::uuid`,
      ],
    };
  const among = (column: Sql, table: Sql, where: Sql) =>
    sql`${column} in (select o.id from ${table} o where o.merchant_id = r.merchant_id and ${where})`;
  const number = lower.replace(/[\s().-]/g, "");
  return {
    anyOf: [
      sql`r.address = ${lower}`,
      sql`r.message_id = ${word.replace(/^<|>$/g, "")}`,
      among(sql`r.payment_id`, sql`payment`, sql`o.order_reference = ${word}`),
      among(sql`r.payment_id`, sql`payment`, sql`o.transaction_reference = ${word}`),
      ...(/^\+\d{6,15}$/.test(number) ? [sql`r.address = ${number}`] : []),
    ],
  };
}

const resendWords: Readonly<Record<string, Sql>> = {
  yes: sql`r.resend_of_id is not null`,
  no: sql`r.resend_of_id is null`,
};

const communicationSource: ListingSource<CommunicationRow, CommunicationFilters, RawCommunication> = {
  table: "communication",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, r.state, r.kind, r.channel,
    r.addressee, r.name, r.subject, w.name as website, (extract(epoch from r.sent_at) * 1000)::bigint as sent_ms,
    r.attempt_count, r.last_reply, r.message_id`,
  joins: sql`left join lateral
    (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w on true`,
  conditions: {
    state: (words) => ({ anyOf: words.map((word) => sql`r.state = ${word}`) }),
    kind: (words) => ({ anyOf: words.map((word) => sql`r.kind = ${word}`) }),
    channel: (words) => ({ anyOf: words.map((word) => sql`r.channel = ${word}`) }),
    website: (ids) => ({ anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`) }),
    created: (days) => within(sql`r.created_at`, days),
    sent: (days) => within(sql`r.sent_at`, days),
    resend: (words) => ({ anyOf: words.map((word) => resendWords[word] ?? sql`false`) }),
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
  },
  sum: null,
  row: toRow,
};

export const {
  find: findCommunications,
  summarise: summariseCommunications,
  walk: walkCommunications,
  changed: findChangedCommunications,
} = readsOf(communicationSource);
