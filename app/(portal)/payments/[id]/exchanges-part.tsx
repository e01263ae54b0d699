import { getTranslations } from "next-intl/server";
import { BothSides, ExchangeItem } from "@/app/(portal)/messages/exchange-items";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type ExchangesProps = { readonly exchanges: PaymentDetail["exchanges"]; readonly writing: Writing };

export async function ExchangesPart({ exchanges, writing }: ExchangesProps) {
  if (exchanges.length === 0) return null;
  const t = await getTranslations("payment");
  return (
    <Section title={t("parts.exchanges")} aside={<span className="text-xs text-faint">{t("masked")}</span>}>
      {exchanges.map((exchange) => (
        <ExchangeItem
          key={exchange.id}
          exchange={exchange}
          writing={writing}
          href={`/messages/${exchange.id}`}
        >
          <BothSides exchange={exchange} />
        </ExchangeItem>
      ))}
    </Section>
  );
}
