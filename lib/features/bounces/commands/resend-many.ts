import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { resendBounce } from "@/lib/features/bounces/commands/resend";
import { mostResends, type ResendRefusal } from "@/lib/features/bounces/model";

const isTick = ([name]: readonly [string, unknown]) => name.startsWith("take:");

/** A form's ticks `take:<bounce>` and addresses `to:<bounce>`. */
export const ResendBouncesInput = z
  .record(z.string(), z.string())
  .transform((fields) =>
    Object.entries(fields)
      .filter(isTick)
      .map(([name]) => ({
        bounceId: name.slice("take:".length),
        address: fields[`to:${name.slice("take:".length)}`],
      })),
  )
  .pipe(
    z
      .array(z.object({ bounceId: z.uuid(), address: z.string().trim().min(1).max(254) }))
      .min(1)
      .max(mostResends),
  );

type ResendResult = {
  readonly bounceId: string;
  readonly address: string;
  readonly refusal: ResendRefusal | null;
};

/** Each by itself: what one is refused for holds back no other (BK-E1). */
export async function resendBounces(actor: Actor, wishes: z.output<typeof ResendBouncesInput>) {
  const results: ResendResult[] = [];
  for (const wish of wishes) {
    const result = await resendBounce(actor, { ...wish, keep: false });
    results.push({ ...wish, refusal: result.ok ? null : result.error });
  }
  return ok({ results });
}
