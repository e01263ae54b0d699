import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";

/** Call only with a merchant id that a session, a credential or a claimed job has proven. */
export function proveScope(merchantId: string): MerchantScope {
  if (!isUuid(merchantId)) throw new Error("a merchant id must be a UUID in lower case");
  return merchantId as MerchantScope;
}
