import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { MovesPart, type MovesPartProps } from "@/app/(portal)/payments/[id]/moves-part";
import { paymentTones, settleNoteTones } from "@/app/(portal)/payments/tones";
import { Countdown } from "@/components/detail/countdown";
import { CopyButton } from "@/components/detail/copy-button";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";
import { isBeyondReservation, settlementAt, settleNoteOf } from "@/lib/features/settlement/model";

type Reserved = Pick<PaymentDetail["payment"], "status" | "settleStatus" | "renewed">;
const isHeld = ({ status, settleStatus, renewed }: Reserved) =>
  status === "authorised" && settleStatus === 2 && (renewed?.nextRenewalAt ?? null) === null;

/** TP's countdown: what is held and not decided is cancelled when its reservation is over (TP-9), unless it is renewed. */
async function ReservationEnd({ detail, writing }: MovesPartProps) {
  const { reservedUntil } = detail.payment;
  if (!isHeld(detail.payment) || reservedUntil === null) return null;
  const t = await getTranslations("payment");
  return (
    <Countdown
      secondsLeft={(reservedUntil.getTime() - writing.now.getTime()) / 1000}
      locale={writing.locale}
      text={t("expiresIn", { time: "#" })}
      over={t("expiresNow")}
      exact={writing.exact(reservedUntil)}
    />
  );
}

type HeaderProps = MovesPartProps & {
  /** What set the status. */
  readonly source: ReactNode;
};

async function SettleNote(props: MovesPartProps) {
  const { payment } = props.detail;
  const note = settleNoteOf(payment);
  if (note === null) return null;
  const word = (await getTranslations("payments"))(`values.settleNote.${note}`);
  const code = `settlestatus ${payment.settleStatus?.toString() ?? ""}`;
  return (
    <>
      <Status chip tone={settleNoteTones[note]} word={word} code={code} />
      <ReservationEnd {...props} />
    </>
  );
}

/** TP-14. */
async function Beyond({ detail, writing }: MovesPartProps) {
  const { status, settleStatus, settleDueDate, reservedUntil } = detail.payment;
  const waits = status === "authorised" && (settleStatus === 0 || settleStatus === 1);
  if (!waits || settleDueDate === null || reservedUntil === null) return null;
  const settlesAt = settlementAt(settleDueDate, writing.now);
  if (!isBeyondReservation(settlesAt, reservedUntil)) return null;
  const t = await getTranslations("payment");
  const values = { at: writing.moment(settlesAt), until: writing.moment(reservedUntil) };
  return <p className="notice mt-3 w-fit">{t("beyond", values)}</p>;
}

const PaymentId = ({ id, label }: { readonly id: string; readonly label: string }) => (
  <p className="mt-1 flex min-w-0 items-center text-sm text-soft">
    <span className="truncate font-mono text-xs" title={id}>
      {id}
    </span>
    <CopyButton value={id} label={label} />
  </p>
);

export async function PaymentHeader(props: HeaderProps) {
  const { writing, detail } = props;
  const { payment } = detail;
  const t = await getTranslations("payment");
  const words = await getTranslations("payments");
  const app = await getTranslations("app");
  const [figure, currency] = writing.format.money(payment.amount);
  return (
    <header className="mb-5">
      <Link
        href="/payments"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {words("title")}
      </Link>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="numbers text-2xl font-semibold tracking-tight">
              {figure} <span className="text-lg font-medium text-soft">{currency}</span>
            </h1>
            <Status
              chip
              tone={paymentTones[payment.status]}
              word={words(`values.status.${payment.status}`)}
              code={payment.status}
            />
            <SettleNote {...props} />
            {payment.outOfSync && <Status chip tone="doubt" word={t("outOfSync")} code="out_of_sync" />}
            {payment.refunded.minor > 0 && (
              <span className="numbers text-sm text-soft">
                {t("refundedSum", { amount: writing.money(payment.refunded) })}
              </span>
            )}
          </div>
          <PaymentId id={payment.id} label={`${app("copy")}: ${words("columns.id")}`} />
          <p>{props.source}</p>
        </div>
        <MovesPart {...props} />
      </div>
      <Beyond {...props} />
    </header>
  );
}
