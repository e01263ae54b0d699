import type { MerchantScope } from "@/lib/kernel/access";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Call only with a merchant id that a session, a credential or a claimed job has proven. */
export function proveScope(merchantId: string): MerchantScope {
  if (!uuid.test(merchantId)) throw new Error("a merchant id must be a UUID in lower case");
  return merchantId as MerchantScope;
}
