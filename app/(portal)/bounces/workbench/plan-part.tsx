import { getTranslations } from "next-intl/server";
import { resendTexts } from "@/app/(portal)/bounces/resend-texts";
import type { Chosen } from "@/app/(portal)/bounces/workbench/choice";
import { PlanForm, type PlanRow } from "@/app/(portal)/bounces/workbench/plan-form";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import type { BounceFacts } from "@/lib/features/bounces/queries/facts";
import type { BounceClass } from "@/lib/kernel/bounces";
import { likelyDomain } from "@/lib/kernel/mail-domains";

type PlanProps = {
  readonly chosen: Chosen;
  readonly bounces: readonly BounceFacts[];
  readonly writing: Writing;
};

/** Nobody ticks for you what would bounce again: an address on the list must be corrected first. */
const rowOf = (facts: BounceFacts, held: string, writing: Writing): PlanRow => ({
  id: facts.id,
  address: facts.addressee,
  to: facts.suggestion ?? facts.addressee,
  at: writing.moment(facts.bouncedAt),
  reason: facts.reason,
  held,
  channel: facts.channel,
  refusal: facts.refusal,
  isTicked: facts.refusal === null && (facts.listed === null || facts.suggestion !== null),
});

/** The plan before the act: each row with what it held up, where it goes, or why it does not (U8). */
export async function PlanPart({ chosen, bounces, writing }: PlanProps) {
  const t = await getTranslations("bounces");
  const words = await getTranslations("email-bounces");
  const held = ({ invoiceStepId, fallbackId, invoiceNumber }: BounceFacts) =>
    [
      invoiceStepId === null ? null : t("workbench.heldStep", { invoice: invoiceNumber ?? "" }),
      fallbackId === null ? null : t("workbench.heldFallback"),
    ]
      .filter((part) => part !== null)
      .join(" · ");
  const rows = bounces.map((facts) => rowOf(facts, held(facts), writing));
  const { domain } = chosen;
  const meant = domain === null ? null : likelyDomain(domain);
  const name =
    domain ?? (chosen.class === null ? "" : words(`values.class.${chosen.class satisfies BounceClass}`));
  const ready = rows.filter(({ isTicked }) => isTicked).length;
  const { refusals } = await resendTexts();
  return (
    <div className="mb-4">
      <Section
        title={
          meant === null
            ? t("workbench.planFor", { name, count: rows.length })
            : t("workbench.planMisspelled", { count: rows.length, meant })
        }
      >
        <PlanForm
          rows={rows}
          texts={{
            lead: t("workbench.plan", { ready, left: rows.length - ready }),
            submit: meant === null ? t("workbench.send") : t("workbench.correctAll"),
            take: t("workbench.take"),
            to: t("workbench.to"),
            sent: t("workbench.sent"),
            nothing: t("workbench.none"),
            nothingTicked: t("workbench.nothingTicked"),
            refusals,
          }}
        />
      </Section>
    </div>
  );
}
