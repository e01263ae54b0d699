import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { chainTones } from "@/app/(portal)/authorisations/tones";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type RenewedProps = { readonly payment: PaymentDetail["payment"]; readonly writing: Writing };

/** How the reservation is kept alive, and the way to the page where it is captured, stopped and reversed. */
export async function RenewedPart({ payment: { id, renewed }, writing }: RenewedProps) {
  if (renewed === null) return null;
  const t = await getTranslations("authorisation");
  const words = await getTranslations("authorisations");
  const { state, stopReason, remaining, nextRenewalAt, isBare } = renewed;
  return (
    <Section title={t("parts.ofPayment")}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 text-sm">
        <div className="numbers flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
          <Status chip tone={chainTones[state]} word={words(`values.state.${state}`)} code={state} />
          {stopReason !== null && (
            <span className="text-soft">{words(`values.stopReason.${stopReason}`)}</span>
          )}
          <span>
            <span className="text-soft">{words("columns.remaining")}:</span> {writing.money(remaining)}
          </span>
          {nextRenewalAt !== null && (
            <span>
              <span className="text-soft">{words("columns.nextRenewal")}:</span>{" "}
              {writing.moment(nextRenewalAt)}
            </span>
          )}
          {isBare && <Status tone="bad" word={t("noReservation")} code="no_reservation" />}
        </div>
        <Link href={`/authorisations/${id}`} prefetch={false} className="button no-underline">
          {t("open")}
        </Link>
      </div>
    </Section>
  );
}
