import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Exchange = PaymentDetail["exchanges"][number];

const headLines = (headers: unknown): string[] =>
  typeof headers === "object" && headers !== null
    ? Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
    : [];

async function ExchangeItem({ exchange, writing }: { exchange: Exchange; writing: Writing }) {
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const good = exchange.status !== null && exchange.status < 400;
  return (
    <details className="group border-t border-line first-of-type:border-t-0">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-sm hover:bg-canvas">
        <Icon name="right" className="size-3.5 text-faint transition-transform group-open:rotate-90" />
        <span className="font-medium">{t(`legs.${exchange.leg as "us_to_shop"}`)}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-soft">
          {exchange.method} {exchange.url}
        </span>
        <span className={`numbers font-mono text-xs ${good ? "text-good" : "text-bad"}`}>
          {exchange.status ?? exchange.error}
        </span>
        <span className="numbers text-xs text-faint">{t("milliseconds", { count: exchange.tookMs })}</span>
      </summary>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
        <p className="numbers text-xs text-faint">{writing.exact(exchange.startedAt)}</p>
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
    </details>
  );
}

type ExchangesProps = { readonly exchanges: readonly Exchange[]; readonly writing: Writing };

export async function ExchangesPart({ exchanges, writing }: ExchangesProps) {
  if (exchanges.length === 0) return null;
  const t = await getTranslations("payment");
  return (
    <Section title={t("parts.exchanges")} aside={<span className="text-xs text-faint">{t("masked")}</span>}>
      {exchanges.map((exchange) => (
        <ExchangeItem key={exchange.id} exchange={exchange} writing={writing} />
      ))}
    </Section>
  );
}
