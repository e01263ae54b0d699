import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { moneyIn, type ChainProps } from "@/app/(portal)/authorisations/[id]/chain-words";
import { chainTones } from "@/app/(portal)/authorisations/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { remainingMinor } from "@/lib/features/authorisations/model";
import { barenessOf } from "@/lib/features/chain-acts/model";

/** CT-1: the moment without a reservation, or a call whose answer is out, and what comes next. */
async function Notice({ detail, writing }: ChainProps) {
  const { chain, phaseAt } = detail;
  const what = barenessOf(chain) ?? chain.phase;
  if (what === null) return null;
  const t = await getTranslations("authorisation");
  const moment = (at: Date | null) => (at === null ? "" : writing.moment(at));
  const amount = moneyIn({ detail, writing })(remainingMinor(chain));
  const isBare = barenessOf(chain) !== null;
  return (
    <div role="status" className={`notice mt-3 max-w-3xl ${isBare ? "notice-bad" : ""}`}>
      <p className="font-medium">{t(isBare ? "noReservation" : "underWay")}</p>
      <p>{t(`notices.${what}`, { amount, since: moment(phaseAt), at: moment(chain.hopeRunAt) })}</p>
    </div>
  );
}

async function StateLine({ detail, writing }: ChainProps) {
  const t = await getTranslations("authorisation");
  const { chain, paymentId, transId } = detail;
  const { state, stopReason } = chain;
  const words = await getTranslations("authorisations");
  const money = moneyIn({ detail, writing });
  const copy = (await getTranslations("app"))("copy");
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
          {transId}
          <CopyButton value={transId} label={`${copy}: ${words("columns.transId")}`} />
        </h1>
        <Status chip tone={chainTones[state]} word={words(`values.state.${state}`)} code={state} />
        {stopReason !== null && (
          <span className="text-sm text-soft" title={stopReason}>
            {words(`values.stopReason.${stopReason}`)}
          </span>
        )}
        {chain.isSimulated && <Status chip tone="off" word={t("simulated")} code="simulated" />}
      </div>
      <p className="numbers mt-1 text-sm text-soft">
        {t("leftOf", {
          remaining: money(remainingMinor(chain)),
          original: money(chain.originalMinor),
        })}
        {" · "}
        <Link href={`/payments/${paymentId}`} prefetch={false} className="text-accent underline">
          {t("toPayment")}
        </Link>
      </p>
    </>
  );
}

/** Whose reservation it is, how it stands, and what can be done with it. */
export async function ChainHeader({ children, ...props }: ChainProps & { readonly children: ReactNode }) {
  const words = await getTranslations("authorisations");
  return (
    <header className="mb-5">
      <Link
        href="/authorisations"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {words("title")}
      </Link>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <StateLine {...props} />
        </div>
        {children}
      </div>
      <Notice {...props} />
    </header>
  );
}
