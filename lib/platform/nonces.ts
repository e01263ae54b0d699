import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { converse } from "@/lib/platform/conversation";

type UsedNonce = { readonly websiteId: string; readonly nonce: string; readonly now: Date };

/** Writes down the first use of a nonce. Of two at once one waits for the other and finds it: false. */
export const isFirstUse = (scope: MerchantScope, { websiteId, nonce, now }: UsedNonce): Promise<boolean> =>
  converse(
    scope,
    async (conversation) => {
      const rows = await conversation.ask(sql`
        insert into used_nonce (merchant_id, website_id, nonce, used_at)
        values (${scope}::uuid, ${websiteId}::uuid, ${nonce}, ${now}::timestamptz)
        on conflict do nothing returning 1`);
      await conversation.commit();
      return rows.length === 1;
    },
    { planOnce: true },
  );
