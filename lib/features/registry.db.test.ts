import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchangeLegs } from "@/lib/kernel/exchange-leg";
import type { Money } from "@/lib/kernel/money";
import { writeCursor } from "@/lib/listing/cursor";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { endsOf, type Cursor, type Filter, type Filters, type ListingQuery } from "@/lib/listing/spec";
import { registered, registry, type RegisteredListing } from "@/lib/features/registry";
import { actionNames, dataRequestCodes, serviceNames } from "@/lib/features/data-requests/model";
import { invoiceCodes } from "@/lib/features/invoices/model";
import { paymentMethods, paymentStatuses } from "@/lib/features/payments/model";
import { closeDatabase } from "@/lib/platform/db";
import { makeBounce, makeCommunication, makeReport, makeSuppression } from "@/prisma/factories/bounce";
import { bounceClasses, reportVerdicts } from "@/lib/kernel/bounces";
import { communicationKinds, communicationStates } from "@/lib/kernel/communications";
import { reportSources } from "@/lib/features/reports/model";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { bulkListings, bulkStates } from "@/lib/features/bulk-pushes/model";
import { pushStates } from "@/lib/features/pushes/model";
import { makeExport } from "@/prisma/factories/export";
import { fileKinds, filePhases, fileSources } from "@/lib/features/files/model";
import { chainStates, stopReasons } from "@/lib/features/authorisations/model";
import { makeChain } from "@/prisma/factories/chain";
import { makeHandedFile, makeRenewalFailure } from "@/prisma/factories/handed-file";
import { makeAttempt, makeHistory, makePush } from "@/prisma/factories/activity";
import { makeExchange } from "@/prisma/factories/exchange";
import { makeInvoice } from "@/prisma/factories/invoice";
import { makePayment } from "@/prisma/factories/payment";
import { refundStatuses } from "@/lib/features/refunds/model";
import { subscriptionStatuses, subscriptionUnits } from "@/lib/features/subscriptions/model";
import { makeBulkPush, makePush as makePushAs } from "@/prisma/factories/push";
import { makeRefund } from "@/prisma/factories/refund";
import { closeFactories, makeShop, type Shop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";

type Shops = { readonly one: Shop; readonly two: Shop };
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

const rows = 60;
/** Days with several rows at the same instant, from 1 March on. */
const instantOf = (index: number) =>
  `2026-03-${String(1 + Math.floor(index / 8)).padStart(2, "0")}T0${String(index % 3)}:30:00Z`;
const pick = <T>(list: readonly T[], index: number) => list[index % list.length] as T;

const lastPush = new Map<string, string>();

/** Two changes of a payment, one of a refund and an attempt at a push that was planned before. */
async function makeLine(shop: Shop, index: number): Promise<unknown> {
  const at = instantOf(index);
  const paymentId = (await makePayment(shop, { amountMinor: 100, createdAt: at })).id;
  if (index % 4 === 3) {
    const pushId = lastPush.get(shop.websiteId) ?? (await makePush(shop, { paymentId, at })).id;
    lastPush.set(shop.websiteId, pushId);
    return makeAttempt(shop, { pushId, number: index, at });
  }
  if (index % 4 === 1)
    return makeHistory(shop, { paymentId, refundId: randomUUID(), from: "sent", to: "done", at });
  const words = { from: index % 5 === 0 ? "completed" : "started", to: "completed" };
  return makeHistory(shop, { paymentId, at, reason: index % 3 === 0 ? "a 1" : null, ...words });
}

/** Rows for each list: add a maker for a new one. Many rows share their sort values. */
const makers: Readonly<Record<string, (shops: Shops, index: number) => Promise<unknown>>> = {
  payments: ({ one, two }, index) =>
    makePayment(index % 4 === 0 ? two : one, {
      amountMinor: 100 * (1 + (index % 5)),
      currency: pick(["EUR", "EUR", "JPY", "KWD"], index),
      status: pick(paymentStatuses, index),
      method: pick(paymentMethods, index),
      cardLastFour: index % 2 === 0 ? "1111" : null,
      createdAt: instantOf(index),
    }),
  refunds: ({ one, two }, index) =>
    makeRefund(index % 4 === 0 ? two : one, {
      amountMinor: 100 * (1 + (index % 5)),
      settleMinor: index % 6 === 0 ? 50 : 100,
      currency: pick(["EUR", "EUR", "JPY", "KWD"], index),
      status: pick(refundStatuses, index),
      settleStatus: pick([null, 0, 2, 100], index),
      createdAt: instantOf(index),
    }),
  subscriptions: ({ one, two }, index) =>
    makeSubscription(index % 4 === 0 ? two : one, {
      unit: pick(subscriptionUnits, index),
      status: pick(subscriptionStatuses, index),
      nextDueDate: index % 5 === 0 ? null : instantOf(index).slice(0, 10),
      number: index % 7 === 0 ? 10 : 1,
      createdAt: instantOf(index),
    }),
  "data-requests": ({ one, two }, index) =>
    makeDataRequest(index % 4 === 0 ? two : one, {
      service: pick(serviceNames, index),
      action: pick(actionNames, index),
      statusCode: pick(dataRequestCodes, index),
      orderReference: index % 3 === 0 ? "1" : null,
      newestPushId: index % 5 === 0 ? randomUUID() : null,
      createdAt: instantOf(index),
      statusAt: instantOf(index + (index % 9)),
    }),
  messages: async ({ one, two }, index) =>
    makeExchange(index % 4 === 0 ? two : one, {
      leg: pick(exchangeLegs, index),
      status: pick([200, 302, 404, 500, null], index),
      error: index % 5 === 4 ? pick(["timeout", "broken", "unreachable", "blocked"], index) : null,
      paymentId: index % 6 === 0 ? (await makePayment(index % 4 === 0 ? two : one)).id : null,
      dataRequestId: index % 7 === 0 ? (await makeDataRequest(one)).id : null,
      requestBody: `{"a":${(index % 3).toString()}}`,
      startedAt: instantOf(index),
    }),
  "gateway-requests": async ({ one, two }, index) =>
    makeExchange(index % 4 === 0 ? two : one, {
      leg: pick(["us_to_gateway", "us_to_bank"], index),
      status: pick([200, 302, 404, 500, null], index),
      error: index % 5 === 4 ? pick(["timeout", "broken", "unreachable", "blocked"], index) : null,
      paymentId: index % 6 === 0 ? (await makePayment(index % 4 === 0 ? two : one)).id : null,
      requestBody: `{"a":${(index % 3).toString()}}`,
      startedAt: instantOf(index),
    }),
  log: ({ one, two }, index) => makeLine(index % 8 < 4 ? one : two, index),
  pushes: async ({ one, two }, index) => {
    const shop = index % 4 === 0 ? two : one;
    const subject =
      index % 5 === 0
        ? { dataRequestId: (await makeDataRequest(shop)).id, event: "data_request.190", told: "190" }
        : { paymentId: (await makePayment(shop, { orderReference: index % 3 === 0 ? "1" : "2" })).id };
    return makePushAs(shop, {
      ...subject,
      state: pick(pushStates, index),
      lastOutcome: pick(["accepted", "refused", "timeout", null], index),
      lastStatus: pick([200, 500, null, null], index),
      createdAt: instantOf(index),
    });
  },
  "bulk-pushes": ({ one }, index) =>
    makeBulkPush(one, {
      listing: pick(bulkListings, index),
      state: pick(bulkStates, index),
      createdAt: instantOf(index),
    }),
  invoices: ({ one, two }, index) =>
    makeInvoice(index % 4 === 0 ? two : one, {
      number: `INV-${index.toString()}`,
      amountMinor: 100 * (1 + (index % 5)),
      paidMinor: pick([0, 50, 100], index),
      currency: pick(["EUR", "EUR", "JPY", "KWD"], index),
      statusCode: Number(pick(invoiceCodes, index)),
      dueDate: instantOf(index).slice(0, 10),
      nextStepOn: index % 3 === 0 ? null : instantOf(index).slice(0, 10),
      createdAt: instantOf(index),
    }),
  emails: ({ one, two }, index) =>
    makeCommunication(index % 4 === 0 ? two : one, {
      channel: index % 5 === 0 ? "sms" : "email",
      kind: pick(communicationKinds, index),
      state: pick(communicationStates, index),
      resendOfId: index % 7 === 0 ? randomUUID() : null,
      createdAt: instantOf(index),
    }),
  "email-bounces": ({ one, two }, index) =>
    makeBounce(index % 4 === 0 ? two : one, {
      class: pick(bounceClasses, index),
      reason: index % 3 === 0 ? "a 1" : "full",
      resentAt: index % 5 === 0 ? instantOf(index) : null,
      sentAt: index % 6 === 0 ? null : instantOf(index + (index % 9)),
      bouncedAt: instantOf(index),
    }),
  "credit-management-bounces": ({ one, two }, index) =>
    makeBounce(index % 4 === 0 ? two : one, {
      kind: "CREDIT_MANAGEMENT",
      channel: index % 3 === 0 ? "sms" : "email",
      class: pick(bounceClasses, index),
      resentAt: index % 5 === 0 ? instantOf(index) : null,
      bouncedAt: instantOf(index),
    }),
  suppressions: ({ one }, index) =>
    makeSuppression(one, {
      channel: index % 3 === 0 ? "sms" : "email",
      cause: index % 4 === 0 ? "complaint" : "hard_bounce",
      isLifted: index % 4 === 1,
      createdAt: instantOf(index),
    }),
  reports: ({ one }, index) =>
    makeReport(one, {
      source: pick(reportSources, index),
      verdict: pick(reportVerdicts, index),
      receivedAt: instantOf(index),
    }),
  authorisations: ({ one, two }, index) =>
    makeChain(index % 4 === 0 ? two : one, {
      state: pick(chainStates, index),
      stopReason: pick([null, ...stopReasons], index),
      transId: pick(["1", "a", "2"], index),
      minor: 100 * (1 + (index % 5)),
      currency: pick(["EUR", "EUR", "JPY", "KWD"], index),
      reservedUntil: index % 5 === 0 ? null : instantOf(index),
      nextRenewalAt: pick(chainStates, index) === "active" ? instantOf(index + 8) : null,
      createdAt: instantOf(index),
    }),
  files: ({ one, two }, index) =>
    makeHandedFile(index % 4 === 0 ? two : one, {
      kind: pick(fileKinds, index),
      phase: pick(filePhases, index),
      source: pick(fileSources, index),
      createdAt: instantOf(index),
    }),
  "authorisation-failures": ({ one, two }, index) =>
    makeRenewalFailure(index % 4 === 0 ? two : one, {
      kind: pick(["renewal", "splitting"], index),
      notice: pick(["email", "batch"], index),
      transId: pick(["1", "a", "2"], index),
      currency: pick(["EUR", "EUR", "JPY"], index),
      minor: 100 * (1 + (index % 5)),
      at: instantOf(index),
    }),
  exports: ({ one }, index) =>
    makeExport(one, {
      state: pick(["done", "done", "running", "aborted"], index),
      startedAt: instantOf(index),
    }),
};

const context = { timezone: "Europe/Amsterdam", now: new Date("2026-03-04T12:00:00Z") };
const parse = ({ listing }: RegisteredListing, parameters: Parameters) =>
  parseListing(listing, parameters, context);

/** Addresses that use each filter of a listing alone. */
function addressesOf(filters: Filters, name: string, filter: Filter, shops: Shops): Parameters[] {
  const ends = endsOf(filters, name);
  switch (filter.kind) {
    case "choice":
      return [...filter.values.map((value) => ({ [name]: value })), { [name]: filter.values.slice(0, 2) }];
    case "reference":
      return [{ [name]: shops.two.websiteId }, { [name]: [shops.one.websiteId, shops.two.websiteId] }];
    case "days":
      return [
        { [ends.from]: "2026-03-03" },
        { [ends.to]: "2026-03-02" },
        { [ends.from]: "2026-03-02", [ends.to]: "2026-03-04" },
        { [name]: "yesterday" },
      ];
    case "amount":
      return [
        { currency: "EUR" },
        { [`${name}-min`]: "2" },
        { [`${name}-max`]: "3.00" },
        { [`${name}-min`]: "0.1", currency: "KWD" },
      ];
    case "text":
      return [{ [name]: "1" }, { [name]: "a" }];
  }
}

/** Each filter alone, each with the one after it, and all of it under each sort. */
function* queriesOf(entry: RegisteredListing, shops: Shops): Generator<ListingQuery> {
  const groups = Object.entries(entry.listing.filters).map(([name, filter]) =>
    addressesOf(entry.listing.filters, name, filter, shops),
  );
  const pairs = groups.flatMap((group, index) =>
    group.slice(0, 3).map((address) => ({ ...address, ...(groups[(index + 1) % groups.length]?.[0] ?? {}) })),
  );
  const addresses: Parameters[] = [{}, ...groups.flat(), ...pairs];
  for (const address of addresses) yield parse(entry, { ...address, limit: "7" });
  for (const { key, sortable } of entry.listing.columns) {
    for (const sign of sortable === true ? ["", "-"] : []) {
      for (const address of addresses.slice(0, 4))
        yield parse(entry, { ...address, sort: `${sign}${key as string}`, limit: "7" });
    }
  }
}

async function walked(entry: RegisteredListing, shop: Shop, query: ListingQuery): Promise<Row[]> {
  const all: Row[] = [];
  await entry.walk(shop.scope, query, (some) => {
    all.push(...(some as readonly Row[]));
    return Promise.resolve();
  });
  return all;
}

async function paged(entry: RegisteredListing, shop: Shop, query: ListingQuery) {
  const pages: (readonly Row[])[] = [];
  const backCursors: (Cursor | null)[] = [];
  let at: ListingQuery["page"] = null;
  for (;;) {
    const page = await entry.find(shop.scope, { ...query, page: at });
    pages.push(page.rows);
    backCursors.push(page.previous);
    if (page.next === null) return { pages, backCursors };
    at = { after: page.next };
  }
}

const sumKeyOf = ({ listing }: RegisteredListing) => listing.sum as string | undefined;

function sumsOf(entry: RegisteredListing, all: readonly Row[]): Money[] {
  const sums = new Map<string, number>();
  for (const row of all) {
    const { minor, currency } = row[sumKeyOf(entry) ?? ""] as Money;
    sums.set(currency, (sums.get(currency) ?? 0) + minor);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor }));
}

const idsOf = (all: readonly Row[]) => all.map(({ id }) => id);

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe.each(registry.map((entry) => [entry.listing.name, entry] as const))(
  "the list of %s",
  (name, entry) => {
    let shops: Shops;
    let stranger: Shop;
    let queries: ListingQuery[] = [];

    beforeAll(async () => {
      const one = await makeShop();
      shops = { one, two: await makeShop({ merchantId: one.merchantId }) };
      stranger = await makeShop();
      queries = [...queriesOf(entry, shops)];
      const make = makers[name];
      for (let index = 0; index < rows; index += 1) await make?.(shops, index);
    });

    it("has rows to be tested with", async () => {
      expect(makers[name]).toBeDefined();
      expect(await walked(entry, shops.one, parse(entry, {}))).toHaveLength(rows);
      expect(queries.flatMap(({ ignored }) => ignored)).toEqual([]);
    });

    it("shows another merchant none of its rows, count, sums or changes", async () => {
      const all = await walked(entry, shops.one, parse(entry, {}));
      for (const query of queries) {
        expect((await entry.find(stranger.scope, query)).rows).toEqual([]);
        expect((await entry.summarise(stranger.scope, query))?.count).toBe(0);
      }
      expect(await walked(entry, stranger, parse(entry, {}))).toEqual([]);
      const changed = await entry.changed?.(stranger.scope, parse(entry, {}), idsOf(all));
      expect(changed?.rows ?? []).toEqual([]);
    });

    it("agrees with its count, its sums and its file under every filter and sort", async () => {
      for (const query of queries) {
        const all = await walked(entry, shops.one, query);
        const { pages } = await paged(entry, shops.one, query);
        expect(idsOf(pages.flat())).toEqual(idsOf(all));
        const summary = await entry.summarise(shops.one.scope, query);
        expect(summary).toMatchObject({ count: all.length, more: false });
        if (sumKeyOf(entry) !== undefined) expect(summary?.sums).toEqual(sumsOf(entry, all));
        expect(await entry.summarise(shops.one.scope, { ...query, exact: true })).toEqual(summary);
      }
    });

    it("gives each row once, forward and back, also among equal sort values", async () => {
      for (const query of queries.filter((_, index) => index % 4 === 0)) {
        const { pages, backCursors } = await paged(entry, shops.one, query);
        expect(new Set(idsOf(pages.flat())).size).toBe(pages.flat().length);
        expect(backCursors[0]).toBeNull();
        for (let index = pages.length - 1; index > 0; index -= 1) {
          const before = backCursors[index];
          if (before == null) throw new Error("a later page must know the one before it");
          const page = await entry.find(shops.one.scope, { ...query, page: { before } });
          expect(idsOf(page.rows as readonly Row[])).toEqual(idsOf(pages[index - 1] ?? []));
        }
      }
    });

    it("has each row under one word of each closed filter at most", async () => {
      const all = idsOf(await walked(entry, shops.one, parse(entry, {})));
      for (const [filterName, filter] of Object.entries(entry.listing.filters)) {
        if (filter.kind !== "choice") continue;
        const parts = await Promise.all(
          filter.values.map((value) => walked(entry, shops.one, parse(entry, { [filterName]: value }))),
        );
        const found = idsOf(parts.flat());
        expect(new Set(found).size).toBe(found.length);
        expect(all).toEqual(expect.arrayContaining(found));
      }
    });

    it("tells of changed rows, and which of them match what is on screen", async () => {
      if (entry.changed === undefined) return;
      const all = idsOf(await walked(entry, shops.one, parse(entry, {})));
      for (const query of queries) {
        const matching = idsOf(await walked(entry, shops.one, query)).sort();
        const changed = await entry.changed(shops.one.scope, query, all);
        expect(changed.rows).toHaveLength(all.length);
        expect([...changed.matching].sort()).toEqual(matching);
      }
    });

    it("survives any address: junk is named and harmless", async () => {
      const words = Object.keys(entry.listing.filters);
      const edge = fc.constantFrom(
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "9999999999999.999",
        "0",
        "%",
        "a@b",
        "\\",
        "'",
      );
      const cursor = fc.constantFrom(
        "10.505",
        "-99999999999999999",
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
      );
      const made = cursor.map((value) => writeCursor({ value, id: shops.one.websiteId }));
      const value = fc.oneof(fc.string({ unit: "binary" }), edge, made, fc.uuid());
      const keys = fc.constantFrom(
        "q",
        "from",
        "to",
        "sort",
        "after",
        "before",
        "limit",
        "currency",
        "amount-min",
        "amount-max",
        ...words,
      );
      await fc.assert(
        fc.asyncProperty(fc.dictionary(keys, value), fc.boolean(), async (parameters, byAmount) => {
          const query = parse(entry, byAmount ? { sort: "amount", ...parameters } : parameters);
          const page = await entry.find(shops.one.scope, query);
          expect(page.rows.length).toBeLessThanOrEqual(query.size);
          expect(await entry.summarise(shops.one.scope, query)).not.toBeNull();
        }),
        { numRuns: 120, seed: 20_261_122 },
      );
    });
  },
);

it("an unknown list is not registered", () => {
  expect(registered("people")).toBeNull();
});
