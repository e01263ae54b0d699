import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import {
  sayAction,
  sayCode,
  sayService,
  sayTold,
  type RequestTranslator,
} from "@/app/(portal)/data-requests/[id]/request-words";
import { Facts, type Fact } from "@/components/detail/facts";
import type { DataRequestDetail } from "@/lib/features/data-requests/queries/detail";

type Request = DataRequestDetail["request"];
type FactsProps = { readonly request: Request; readonly writing: Writing };

function linkFact(label: string, id: string | null, folder: string): Fact {
  const shown = (
    <Link
      href={`/${folder}/${id ?? ""}`}
      prefetch={false}
      className="font-mono text-xs text-accent no-underline hover:underline"
    >
      {id}
    </Link>
  );
  return { label, value: id, shown };
}

const timeFact = (label: string, at: Date | null, { exact }: Writing): Fact => ({
  label,
  value: at === null ? null : exact(at),
});

function statusFacts(t: RequestTranslator, request: Request, writing: Writing): Fact[] {
  return [
    {
      label: t("columns.status"),
      value: `${request.code.toString()} ${sayCode(t, request.code)}`,
    },
    { label: t("facts.subCode"), value: request.subCode, mono: true },
    { label: t("facts.text"), value: request.statusText },
    timeFact(t("columns.statusAt"), request.statusAt, writing),
    timeFact(t("facts.expiresAt"), request.expiresAt, writing),
    { label: t("columns.told"), value: sayTold(t, request.toldStatus) },
  ];
}

/** What the service made: a mandate, a QR code, or something that it worked on. */
function resultFacts(t: RequestTranslator, request: Request, writing: Writing): Fact[] {
  const { mandate, qrCode } = request;
  const mandateFacts: Fact[] = mandate
    ? [
        { label: t("facts.mandate"), value: mandate.mandateId, mono: true },
        {
          label: t("facts.mandateStatus"),
          value: t(`mandateStatuses.${mandate.status as "pending"}`),
        },
        {
          label: t("facts.maxAmount"),
          value: mandate.maxAmount === null ? null : writing.money(mandate.maxAmount),
        },
      ]
    : [];
  const qrFacts: Fact[] = qrCode
    ? [
        timeFact(t("facts.qrExpires"), qrCode.expiresAt, writing),
        timeFact(t("facts.qrUsed"), qrCode.usedAt, writing),
      ]
    : [];
  return [
    ...mandateFacts,
    ...qrFacts,
    linkFact(t("facts.subscription"), request.subscriptionId, "subscriptions"),
    linkFact(t("facts.payment"), request.paymentId, "payments"),
    { label: t("facts.bankReference"), value: request.bankReference, mono: true },
  ];
}

const callFacts = (t: RequestTranslator, request: Request): Fact[] => [
  { label: t("columns.website"), value: request.website.name },
  { label: t("columns.invoice"), value: request.invoiceNumber },
  { label: t("columns.order"), value: request.orderReference },
  { label: t("facts.currency"), value: request.currency },
  { label: t("facts.culture"), value: request.culture },
  { label: t("facts.clientIp"), value: request.clientIp },
  { label: t("facts.channel"), value: t(`channels.${request.channel as "json"}`) },
  { label: t("facts.test"), value: request.isTest ? t("facts.isTest") : null },
  { label: t("facts.pushUrl"), value: request.pushUrl },
  { label: t("facts.pushUrlFailure"), value: request.pushUrlFailure },
  { label: t("facts.returnUrl"), value: request.returnUrl },
  { label: t("facts.returnUrlCancel"), value: request.returnUrlCancel },
];

/** Right of the detail (BK-3): what was asked for, by whom, and how far it is. */
export async function ServiceFacts({ request, writing }: FactsProps) {
  const t = await getTranslations("data-requests");
  const payment = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const facts: Fact[] = [
    { label: t("columns.service"), value: request.service, shown: sayService(t, request.service) },
    { label: t("columns.action"), value: request.action, shown: sayAction(t, request.action) },
    ...statusFacts(t, request, writing),
    ...resultFacts(t, request, writing),
    ...callFacts(t, request),
    timeFact(t("columns.createdAt"), request.createdAt, writing),
    { label: t("facts.createdBy"), value: sayActor(payment, request.actor) },
  ];
  return <Facts title={t("columns.service")} copy={copy} facts={facts} />;
}

export async function CustomerFacts({ request }: Pick<FactsProps, "request">) {
  const t = await getTranslations("data-requests");
  const copy = (await getTranslations("app"))("copy");
  const facts: Fact[] = [
    { label: t("facts.name"), value: request.customerName },
    { label: t("facts.email"), value: request.customerEmail },
    { label: t("facts.phone"), value: request.customerPhone },
    { label: t("facts.account"), value: request.customerAccount },
    { label: t("facts.address"), value: request.customerAddress },
  ];
  return <Facts title={t("parts.customer")} copy={copy} facts={facts} empty={t("noCustomer")} />;
}
