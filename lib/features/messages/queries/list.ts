import "server-only";
import sql from "sql-template-tag";
import type { messageListing, MessageRow } from "@/lib/features/messages/listing";
import {
  exchangeConditions,
  exchangesOf,
  tellExchange,
  type RawExchange,
} from "@/lib/platform/listing-exchanges";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";

type MessageFilters = (typeof messageListing)["filters"];

const messageSource: ListingSource<MessageRow, MessageFilters, RawExchange> = {
  ...exchangesOf("exchange"),
  conditions: {
    ...exchangeConditions,
    leg: (words) => ({ anyOf: words.map((word) => sql`r.leg = ${word}`) }),
  },
  row: tellExchange,
};

export const {
  find: findMessages,
  summarise: summariseMessages,
  walk: walkMessages,
} = readsOf(messageSource);
