import type { AnswerContext, Entry } from "@/lib/wire/trust/answer";
import type { Decoded, TrustRefusal } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { FieldReader } from "@/lib/wire/trust/field-reader";
import { resolveUpdatable } from "@/lib/features/payments/queries/resolve-updatable";
import type { ResolvedReference } from "@/lib/features/payments/queries/resolve-reference";
import { findWebsites } from "@/lib/features/websites/queries";
import type { Caller } from "@/lib/web/endpoint";

export type Context = AnswerContext & { readonly correlationId: string };
/** `paymentId` files the recorded exchange under its payment. */
export type Answered = { readonly entry: Entry; readonly paymentId: string | null };

/** Step 8 of domain.md 1.4. Another merchant's site is as unknown as one that nobody has. */
export async function checkSites(caller: Caller, wanted: readonly string[]): Promise<TrustRefusal | null> {
  const foreign = wanted.filter((site) => site !== caller.siteReference);
  if (foreign.length === 0) return null;
  const websites = await findWebsites(caller.actor.scope);
  const own = new Set(websites.map(({ siteReference }) => siteReference));
  return { code: foreign.every((site) => own.has(site)) ? "30006" : "30001", data: ["sitereference"] };
}

/** The site that a request names, where it has to name none: the caller's own is meant then (wire.md 1.1). */
export async function checkNamedSite(caller: Caller, fields: Fields): Promise<TrustRefusal | null> {
  const site = new FieldReader(fields).text("sitereference");
  return site === null ? null : checkSites(caller, [site]);
}

/** A transaction of the caller's own site; a foreign one is as unknown as one that nobody has: 20004. */
export async function resolveOwn(
  caller: Caller,
  reference: string,
  now: Date,
): Promise<Decoded<ResolvedReference>> {
  const found = await resolveUpdatable(caller.actor.scope, reference, now);
  if (found === null || found.siteReference !== caller.siteReference) {
    return { ok: false, refusal: { code: "20004", data: [] } };
  }
  return { ok: true, value: found };
}
