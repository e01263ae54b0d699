import "server-only";
import type {
  creditManagementBounceListing,
  CreditManagementBounceRow,
} from "@/lib/features/credit-management-bounces/listing";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { bounceConditions, bouncesOf, tellBounce, type RawBounce } from "@/lib/platform/listing-bounces";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";
import { reading } from "@/lib/platform/tx";

type CreditManagementBounceFilters = (typeof creditManagementBounceListing)["filters"];

const { reasonLike: _, ...creditBounces } = bouncesOf("credit_bounce");
const { bounced, method, class: ofClass, resent } = bounceConditions;

const creditManagementBounceSource: ListingSource<
  CreditManagementBounceRow,
  CreditManagementBounceFilters,
  RawBounce
> = {
  ...creditBounces,
  conditions: { bounced, method, class: ofClass, resent },
  row: (raw) => ({
    ...tellBounce(raw),
    invoice: raw.invoice_number ?? raw.id,
    method: { code: raw.channel, detail: null },
    subject: raw.subject,
    addressee: raw.addressee,
  }),
};

export const {
  find: findCreditManagementBounces,
  summarise: summariseCreditManagementBounces,
  walk: walkCreditManagementBounces,
  changed: findChangedCreditManagementBounces,
} = readsOf(creditManagementBounceSource);

/** The invoice that a click on a row opens (BK-12); undefined for no such bounce, null for one without an invoice. */
export async function getBouncedInvoiceId(
  scope: MerchantScope,
  id: string,
): Promise<string | null | undefined> {
  if (!isUuid(id)) return undefined;
  const bounce = await reading(scope, (db) =>
    db.bounce.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      select: { invoiceId: true },
    }),
  );
  return bounce?.invoiceId;
}
