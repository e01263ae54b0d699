import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { readWaits } from "@/lib/kernel/waits";
import { pushFormats, pushSchedules } from "@/lib/features/pushes/model";
import { pushHashes } from "@/lib/features/websites/model";
import { checkAddressOf } from "@/lib/platform/address-guard";
import { inTransaction } from "@/lib/platform/tx";

const address = z.string().trim().max(1000);

/** The list of waits counts for a schedule of one's own only; otherwise it is not looked at. */
export const PushSettingsInput = z
  .object({
    websiteId: z.uuid(),
    pushFormat: z.enum(pushFormats),
    pushUrl: address,
    pushUrlFailure: address,
    pushHash: z.enum(pushHashes),
    pushSchedule: z.enum(pushSchedules),
    pushWaits: z.string().max(1000),
    pushFailureEmail: z.preprocess(
      (text) => (typeof text === "string" && text.trim() === "" ? null : text),
      z.string().trim().pipe(z.email("not_an_email").max(254, "not_an_email")).nullable(),
    ),
  })
  .transform((form, context) => {
    const waits = form.pushSchedule === "own" ? readWaits(form.pushWaits) : ok([]);
    if (waits.ok) return { ...form, pushWaits: waits.value };
    context.addIssue({ code: "custom", path: ["pushWaits"], message: waits.error });
    return z.NEVER;
  });

const columns = {
  pushFormat: true,
  pushUrl: true,
  pushUrlFailure: true,
  pushHash: true,
  pushSchedule: true,
  pushWaits: true,
  pushFailureEmail: true,
} as const;

type Settings = Readonly<Record<keyof typeof columns, string | number[] | null>>;
const names = Object.keys(columns) as (keyof Settings)[];

const changesOf = (before: Settings, after: Settings) =>
  Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, [before[name], after[name]]]),
  );

/** Saves how a website is told; what is under way keeps its format and takes the new address (PN-E3). */
export async function savePushSettings(
  actor: Actor,
  { websiteId, ...form }: z.output<typeof PushSettingsInput>,
) {
  const pushUrl = await checkAddressOf("pushUrl", form.pushUrl);
  if (!pushUrl.ok) return pushUrl;
  const pushUrlFailure = await checkAddressOf("pushUrlFailure", form.pushUrlFailure);
  if (!pushUrlFailure.ok) return pushUrlFailure;
  return inTransaction(actor, async (tx) => {
    const where = { merchantId_id: { merchantId: tx.scope, id: websiteId } };
    const before = await tx.db.website.findUnique({ where, select: columns });
    if (!before) return err("not_found");
    const after = { ...form, pushUrl: pushUrl.value, pushUrlFailure: pushUrlFailure.value };
    const changes = changesOf(before, after);
    // A test says nothing of another address or format.
    const isTested = !("pushUrl" in changes || "pushFormat" in changes);
    const data = { ...after, ...(!isTested && { pushTestId: null, pushTestedAt: null }) };
    await tx.db.website.update({ where, data, select: { id: true } });
    if ("pushUrl" in changes || "pushUrlFailure" in changes)
      await tx.emit("website.push_address_set", { websiteId });
    await tx.audit("website.push_settings_changed", ["website", websiteId], changes);
    return ok(undefined);
  });
}
