import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { outcomeTones } from "@/app/(portal)/messages/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { RawText } from "@/components/detail/raw-text";
import { Icon } from "@/components/ui/icon";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
import { outcomeOf } from "@/lib/kernel/exchange-outcome";

export type ItemExchange = {
  readonly id: string;
  readonly leg: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: unknown;
  readonly requestBody: string;
  readonly status: number | null;
  readonly responseHeaders: unknown;
  readonly responseBody: string | null;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly tookMs: number;
};

const headLines = (headers: unknown): string[] =>
  typeof headers === "object" && headers !== null
    ? Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
    : [];

/** Request and answer as they went over the wire, laid out for reading. */
export async function BothSides({ exchange }: { exchange: ItemExchange }) {
  const t = await getTranslations("message");
  const copy = (await getTranslations("app"))("copy");
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <RawText
        title={t("request")}
        copy={copy}
        lines={[`${exchange.method} ${exchange.url}`, ...headLines(exchange.requestHeaders)]}
        text={exchange.requestBody}
      />
      <RawText
        title={t("answer")}
        copy={copy}
        lines={[String(exchange.status ?? exchange.error ?? ""), ...headLines(exchange.responseHeaders)]}
        text={exchange.responseBody ?? ""}
      />
    </div>
  );
}

type ItemProps = {
  readonly exchange: ItemExchange;
  readonly writing: Writing;
  /** Where it is read alone. */
  readonly href: string;
  readonly children: ReactNode;
};

/** One line for an exchange; what was said is inside. */
export async function ExchangeItem({ exchange, writing, href, children }: ItemProps) {
  const t = await getTranslations("message");
  const words = await getTranslations("messages");
  const tone = outcomeTones[outcomeOf(exchange.status, exchange.error)];
  return (
    <details className="group border-t border-line first-of-type:border-t-0">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-sm hover:bg-canvas">
        <Icon name="right" className="size-3.5 text-faint transition-transform group-open:rotate-90" />
        <time
          className="numbers w-52 text-xs whitespace-nowrap text-soft max-sm:w-[calc(100%-2rem)]"
          dateTime={exchange.startedAt.toISOString()}
        >
          {writing.exact(exchange.startedAt)}
        </time>
        <span className="font-medium">{words(`values.leg.${exchange.leg as ExchangeLeg}`)}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-soft max-sm:order-last max-sm:basis-full">
          {exchange.method} {exchange.url}
        </span>
        <span
          className={`tone-${tone} numbers inline-flex items-center gap-1 font-mono text-xs max-sm:ml-auto`}
        >
          <Icon name={tone} className="mark" />
          {exchange.status ?? exchange.error}
        </span>
        <span className="numbers text-xs text-faint">{t("milliseconds", { count: exchange.tookMs })}</span>
      </summary>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
        <Link href={href} prefetch={false} className="link text-xs">
          {t("open")}
        </Link>
        {children}
      </div>
    </details>
  );
}
