import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { ListingQuery } from "@/lib/listing/spec";
import type { messageListing, MessageRow } from "@/lib/features/messages/listing";
import {
  exchangeConditions,
  exchangesOf,
  tellExchange,
  type RawExchange,
} from "@/lib/platform/listing-exchanges";
import { findPage, walkRows } from "@/lib/platform/listing-rows";
import { summarise } from "@/lib/platform/listing-summary";
import type { ListingSource } from "@/lib/platform/listing-source";

type MessageFilters = (typeof messageListing)["filters"];
type Query = ListingQuery<MessageFilters>;

const messageSource: ListingSource<MessageRow, MessageFilters, RawExchange> = {
  ...exchangesOf("exchange"),
  conditions: {
    ...exchangeConditions,
    leg: (words) => ({ anyOf: words.map((word) => sql`r.leg = ${word}`) }),
  },
  row: tellExchange,
};

export const findMessages = (scope: MerchantScope, query: Query) => findPage(scope, messageSource, query);

export const summariseMessages = (scope: MerchantScope, query: Query) =>
  summarise(scope, messageSource, query);

export const walkMessages = (
  scope: MerchantScope,
  query: Query,
  take: (rows: readonly MessageRow[]) => Promise<void>,
) => walkRows(scope, messageSource, query, take);
