import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { outcomeTones } from "@/app/(portal)/messages/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { CopyButton } from "@/components/detail/copy-button";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import type { MessageDetail } from "@/lib/features/messages/queries/detail";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
import { outcomeOf } from "@/lib/kernel/exchange-outcome";

type Message = MessageDetail["message"];

/** What it was about, one click away. */
function objectOf({ payment, request }: Message) {
  if (payment !== null) {
    const reference = payment.orderReference ?? payment.transactionReference;
    return { href: `/payments/${payment.id}`, word: "payment", reference } as const;
  }
  return request === null
    ? null
    : ({ href: `/data-requests/${request.id}`, word: "data_request", reference: request.key } as const);
}

async function Correlation({ id }: { id: string }) {
  const label = (await getTranslations("messages"))("columns.correlation");
  const copy = (await getTranslations("app"))("copy");
  return (
    <p className="mt-1 flex min-w-0 items-center text-xs text-faint">
      <span className="whitespace-nowrap">{label}:</span>
      <Link href={`/messages?q=${id}`} prefetch={false} className="link ml-1 truncate font-mono">
        {id}
      </Link>
      <CopyButton value={id} label={`${copy}: ${label}`} />
    </p>
  );
}

type HeaderProps = {
  readonly message: Message;
  readonly writing: Writing;
  /** The list that it is one of. */
  readonly back: { readonly href: string; readonly label: string };
};

export async function MessageHeader({ message, writing, back }: HeaderProps) {
  const t = await getTranslations("message");
  const words = await getTranslations("messages");
  const outcome = outcomeOf(message.status, message.error);
  const object = objectOf(message);
  return (
    <header className="mb-5">
      <Link
        href={back.href}
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {back.label}
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">
          {words(`values.leg.${message.leg as ExchangeLeg}`)}
        </h1>
        <Status
          chip
          tone={outcomeTones[outcome]}
          word={[message.status, words(`values.outcome.${outcome}`)]
            .filter((part) => part !== null)
            .join(" ")}
          code={outcome}
        />
        <span className="numbers text-sm text-soft">{t("milliseconds", { count: message.tookMs })}</span>
      </div>
      <p className="numbers mt-1 flex flex-wrap gap-x-3 text-sm text-soft">
        <time dateTime={message.startedAt.toISOString()}>{writing.exact(message.startedAt)}</time>
        {message.website !== null && <span>{message.website}</span>}
        {object !== null && (
          <Link href={object.href} prefetch={false} className="link">
            {words(`values.object.${object.word}`)} {object.reference}
          </Link>
        )}
      </p>
      <Correlation id={message.correlationId} />
    </header>
  );
}
