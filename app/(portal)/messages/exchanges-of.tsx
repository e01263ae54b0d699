import { getTranslations } from "next-intl/server";
import { BothSides, ExchangeItem } from "@/app/(portal)/messages/exchange-items";
import { GatewayParts } from "@/app/(portal)/messages/gateway-parts";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { gatewayLegs } from "@/lib/features/gateway-requests/model";
import { findMessagesOf, type MessageSubject } from "@/lib/features/messages/queries/detail";
import type { MerchantScope } from "@/lib/kernel/access";

type ExchangesOfProps = {
  readonly scope: MerchantScope;
  readonly subject: MessageSubject;
  readonly writing: Writing;
  /** Only what was sent to acquirer and bank, with its parameters. */
  readonly channel?: "gateway";
};

/** BK-7, BK-8: all technical traffic about one object, in its order. */
export async function ExchangesOf({ scope, subject, writing, channel }: ExchangesOfProps) {
  const isGateway = channel === "gateway";
  const exchanges = await findMessagesOf(scope, subject, isGateway ? gatewayLegs : null);
  const t = await getTranslations("message");
  const words = await getTranslations(isGateway ? "gateway-requests" : "messages");
  const base = isGateway ? "/gateway-requests" : "/messages";
  return (
    <Section title={words("title")} aside={<span className="text-xs text-faint">{t("masked")}</span>}>
      {exchanges.length === 0 && (
        <p className="px-4 py-6 text-sm text-soft">{t(isGateway ? "noGatewayRequests" : "empty")}</p>
      )}
      {exchanges.map((exchange) => (
        <ExchangeItem key={exchange.id} exchange={exchange} writing={writing} href={`${base}/${exchange.id}`}>
          {isGateway ? <GatewayParts message={exchange} /> : <BothSides exchange={exchange} />}
        </ExchangeItem>
      ))}
    </Section>
  );
}
