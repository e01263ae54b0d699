import type { MerchantScope } from "@/lib/kernel/access";
import { ticketAddress } from "@/lib/platform/tickets";

type Link = { readonly scope: MerchantScope; readonly dataRequestId: string; readonly until: Date };

/** Where the customer pays what a request asks for. */
export const payAddress = ({ scope, dataRequestId: id, until }: Link): string =>
  ticketAddress("pay", { merchantId: scope, id, until });

/** Where the bank sends the customer back to. */
export const returnAddress = ({ scope, dataRequestId: id, until }: Link): string =>
  ticketAddress("return", { merchantId: scope, id, until });
