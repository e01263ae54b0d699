import { getSignature } from "@/lib/features/pushes/queries/signature";
import type { MerchantScope } from "@/lib/kernel/access";
import { explanations } from "@/lib/wire/signing/explain";

/** Puts the stored push and the format's own steps together. */
export const readSignature = (scope: MerchantScope, id: string, attempt: number | null) =>
  getSignature(scope, id, { attempt, explain: (push) => explanations[push.format](push) });

export type Signature = NonNullable<Awaited<ReturnType<typeof readSignature>>>;
