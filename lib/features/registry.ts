import type { Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Filters, Listing, ListingQuery, Page, Summary } from "@/lib/listing/spec";
import { bulkPushListing } from "@/lib/features/bulk-pushes/listing";
import {
  findBulkPushes,
  findChangedBulkPushes,
  summariseBulkPushes,
  walkBulkPushes,
} from "@/lib/features/bulk-pushes/queries/list";
import { dataRequestListing } from "@/lib/features/data-requests/listing";
import {
  findChangedDataRequests,
  findDataRequests,
  matchDataRequests,
  summariseDataRequests,
  walkDataRequests,
} from "@/lib/features/data-requests/queries/list";
import { activityListing } from "@/lib/features/activity-log/listing";
import { findActivity, summariseActivity, walkActivity } from "@/lib/features/activity-log/queries";
import { communicationListing } from "@/lib/features/communications/listing";
import {
  findChangedCommunications,
  findCommunications,
  summariseCommunications,
  walkCommunications,
} from "@/lib/features/communications/queries/list";
import { creditManagementBounceListing } from "@/lib/features/credit-management-bounces/listing";
import {
  findChangedCreditManagementBounces,
  findCreditManagementBounces,
  summariseCreditManagementBounces,
  walkCreditManagementBounces,
} from "@/lib/features/credit-management-bounces/queries";
import { emailBounceListing } from "@/lib/features/email-bounces/listing";
import {
  findChangedEmailBounces,
  findEmailBounces,
  summariseEmailBounces,
  walkEmailBounces,
} from "@/lib/features/email-bounces/queries";
import { reportListing } from "@/lib/features/reports/listing";
import { findReports, summariseReports, walkReports } from "@/lib/features/reports/queries";
import { suppressionListing } from "@/lib/features/suppressions/listing";
import {
  findSuppressions,
  summariseSuppressions,
  walkSuppressions,
} from "@/lib/features/suppressions/queries";
import { exportListing } from "@/lib/features/exports/listing";
import { findExports, summariseExports, walkExports } from "@/lib/features/exports/queries";
import { gatewayRequestListing } from "@/lib/features/gateway-requests/listing";
import {
  findGatewayRequests,
  summariseGatewayRequests,
  walkGatewayRequests,
} from "@/lib/features/gateway-requests/queries";
import { authorisationListing } from "@/lib/features/authorisations/listing";
import {
  findAuthorisations,
  findChangedAuthorisations,
  summariseAuthorisations,
  walkAuthorisations,
} from "@/lib/features/authorisations/queries/list";
import { authorisationFailureListing } from "@/lib/features/authorisation-failures/listing";
import {
  findAuthorisationFailures,
  summariseAuthorisationFailures,
  walkAuthorisationFailures,
} from "@/lib/features/authorisation-failures/queries";
import { fileListing } from "@/lib/features/files/listing";
import { findChangedFiles, findFiles, summariseFiles, walkFiles } from "@/lib/features/files/queries/list";
import { invoiceListing } from "@/lib/features/invoices/listing";
import {
  findChangedInvoices,
  findInvoices,
  summariseInvoices,
  walkInvoices,
} from "@/lib/features/invoices/queries/list";
import { messageListing } from "@/lib/features/messages/listing";
import { findMessages, summariseMessages, walkMessages } from "@/lib/features/messages/queries/list";
import { paymentListing } from "@/lib/features/payments/listing";
import {
  findChangedPayments,
  findPayments,
  matchPayments,
  summarisePayments,
  walkPayments,
} from "@/lib/features/payments/queries/list";
import { pushListing } from "@/lib/features/pushes/listing";
import {
  findChangedPushes,
  findPushes,
  matchPushes,
  summarisePushes,
  walkPushes,
} from "@/lib/features/pushes/queries/list";
import { refundListing } from "@/lib/features/refunds/listing";
import {
  findChangedRefunds,
  findRefunds,
  summariseRefunds,
  walkRefunds,
} from "@/lib/features/refunds/queries/list";
import { subscriptionListing } from "@/lib/features/subscriptions/listing";
import {
  findChangedSubscriptions,
  findSubscriptions,
  summariseSubscriptions,
  walkSubscriptions,
} from "@/lib/features/subscriptions/queries/list";
import type { Ask } from "@/lib/platform/listing-source";

type Row = { readonly id: string };
type Changed<R> = { readonly rows: readonly R[]; readonly matching: ReadonlySet<string> };

type Reads<R extends Row, F extends Filters> = {
  readonly find: (scope: MerchantScope, query: ListingQuery<F>) => Promise<Page<R>>;
  readonly summarise: (scope: MerchantScope, query: ListingQuery<F>) => Promise<Summary | null>;
  readonly walk: (
    scope: MerchantScope,
    query: ListingQuery<F>,
    take: (rows: readonly R[]) => Promise<void>,
  ) => Promise<void>;
  /** Only for lists that are told of changes while they are open. */
  readonly changed?: (
    scope: MerchantScope,
    query: ListingQuery<F>,
    ids: readonly string[],
  ) => Promise<Changed<R>>;
  /** Only for lists whose rows can be pushed in bulk: the ids of all that match. */
  readonly matching?: (scope: MerchantScope, query: ListingQuery<F>, until: Date, ask: Ask) => Promise<Sql>;
};

export type RegisteredListing = { readonly listing: Listing<Row> } & Reads<Row, Filters>;

/**
 * Forgets the row and filter types. Safe, because a listing's reads are only ever given queries that
 * were parsed with that same listing, and its rows only go to cells of that same listing.
 */
const register = <R extends Row, F extends Filters>(listing: Listing<R, F>, reads: Reads<R, F>) =>
  ({ listing, ...reads }) as unknown as RegisteredListing;

/** Every list of the portal: gives navigation, the CSV address, live changes and a place in the test families. */
export const registry: readonly RegisteredListing[] = [
  register(paymentListing, {
    find: findPayments,
    summarise: summarisePayments,
    walk: walkPayments,
    changed: findChangedPayments,
    matching: matchPayments,
  }),
  register(refundListing, {
    find: findRefunds,
    summarise: summariseRefunds,
    walk: walkRefunds,
    changed: findChangedRefunds,
  }),
  register(authorisationListing, {
    find: findAuthorisations,
    summarise: summariseAuthorisations,
    walk: walkAuthorisations,
    changed: findChangedAuthorisations,
  }),
  register(subscriptionListing, {
    find: findSubscriptions,
    summarise: summariseSubscriptions,
    walk: walkSubscriptions,
    changed: findChangedSubscriptions,
  }),
  register(dataRequestListing, {
    find: findDataRequests,
    summarise: summariseDataRequests,
    walk: walkDataRequests,
    changed: findChangedDataRequests,
    matching: matchDataRequests,
  }),
  register(invoiceListing, {
    find: findInvoices,
    summarise: summariseInvoices,
    walk: walkInvoices,
    changed: findChangedInvoices,
  }),
  register(activityListing, { find: findActivity, summarise: summariseActivity, walk: walkActivity }),
  register(messageListing, { find: findMessages, summarise: summariseMessages, walk: walkMessages }),
  register(gatewayRequestListing, {
    find: findGatewayRequests,
    summarise: summariseGatewayRequests,
    walk: walkGatewayRequests,
  }),
  register(pushListing, {
    find: findPushes,
    summarise: summarisePushes,
    walk: walkPushes,
    changed: findChangedPushes,
    matching: matchPushes,
  }),
  register(bulkPushListing, {
    find: findBulkPushes,
    summarise: summariseBulkPushes,
    walk: walkBulkPushes,
    changed: findChangedBulkPushes,
  }),
  register(communicationListing, {
    find: findCommunications,
    summarise: summariseCommunications,
    walk: walkCommunications,
    changed: findChangedCommunications,
  }),
  register(emailBounceListing, {
    find: findEmailBounces,
    summarise: summariseEmailBounces,
    walk: walkEmailBounces,
    changed: findChangedEmailBounces,
  }),
  register(creditManagementBounceListing, {
    find: findCreditManagementBounces,
    summarise: summariseCreditManagementBounces,
    walk: walkCreditManagementBounces,
    changed: findChangedCreditManagementBounces,
  }),
  register(suppressionListing, {
    find: findSuppressions,
    summarise: summariseSuppressions,
    walk: walkSuppressions,
  }),
  register(reportListing, { find: findReports, summarise: summariseReports, walk: walkReports }),
  register(authorisationFailureListing, {
    find: findAuthorisationFailures,
    summarise: summariseAuthorisationFailures,
    walk: walkAuthorisationFailures,
  }),
  register(fileListing, {
    find: findFiles,
    summarise: summariseFiles,
    walk: walkFiles,
    changed: findChangedFiles,
  }),
  register(exportListing, { find: findExports, summarise: summariseExports, walk: walkExports }),
];

export const registered = (name: string): RegisteredListing | null =>
  registry.find(({ listing }) => listing.name === name) ?? null;
