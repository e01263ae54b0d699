import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { env } from "@/lib/platform/env";

/** What the merchant's folder is called in the mount point; null where there is none. */
export const getFolderName = (scope: MerchantScope): string | null =>
  env().filesFolder === null ? null : scope;
