import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

type Named = {
  /** Of a return path. */
  readonly token: string | null;
  /** `Message-ID`, with or without its brackets. */
  readonly messageId: string | null;
};

/** The message that a report is about, of this merchant, or null. */
export async function findMessage(scope: MerchantScope, { token, messageId }: Named): Promise<string | null> {
  const bare = messageId?.replace(/^<|>$/g, "") ?? null;
  const names = [
    ...(token === null ? [] : [{ returnToken: token }]),
    ...(bare === null ? [] : [{ messageId: bare }]),
  ];
  if (names.length === 0) return null;
  const found = await reading(scope, (db) =>
    db.communication.findFirst({ where: { merchantId: scope, OR: names }, select: { id: true } }),
  );
  return found?.id ?? null;
}
