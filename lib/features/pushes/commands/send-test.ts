import sql from "sql-template-tag";
import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { inTransaction } from "@/lib/platform/tx";

export const SendTestInput = z.object({ websiteId: z.uuid() });

/** Between two tests of a website: a shop's own server is not to be shaken by ours. */
const restMs = 5_000;

/** Asks for a signed push that tells of nothing. The worker sends it; its exchange is found by the returned id. */
export const sendTestPush = (actor: Actor, { websiteId }: z.output<typeof SendTestInput>) =>
  inTransaction(actor, async (tx) => {
    const testId = newId();
    const website = await tx.db.website.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
      select: { pushUrl: true },
    });
    if (!website) return err("not_found");
    if (website.pushUrl === null) return err("no_address");
    const before = new Date(tx.now.getTime() - restMs);
    // A time that lies ahead was written before the sandbox's clock was put back.
    const rows = await tx.ask(sql`
      update website set push_test_id = ${testId}::uuid, push_tested_at = ${tx.now}::timestamptz
      where merchant_id = ${tx.scope}::uuid and id = ${websiteId}::uuid and (push_tested_at is null
        or push_tested_at <= ${before}::timestamptz or push_tested_at > ${tx.now}::timestamptz)
      returning id`);
    if (rows.length === 0) return err("too_soon");
    await tx.audit("website.push_test_requested", ["website", websiteId], { testId });
    await tx.emit("website.push_test", { websiteId, testId });
    return ok({ testId });
  });
