import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErrorsPart } from "@/app/(portal)/data-requests/[id]/errors-part";
import { HistoryPart } from "@/app/(portal)/data-requests/[id]/history-part";
import { Notices } from "@/app/(portal)/data-requests/[id]/notices";
import { openRequest, type RequestRoute } from "@/app/(portal)/data-requests/[id]/open-request";
import { OutputPart } from "@/app/(portal)/data-requests/[id]/output-part";
import { ParametersPart } from "@/app/(portal)/data-requests/[id]/parameters-part";
import { CustomerFacts, ServiceFacts } from "@/app/(portal)/data-requests/[id]/request-facts";
import { RequestHeader } from "@/app/(portal)/data-requests/[id]/request-header";
import { FlowPart } from "@/app/(portal)/help/statuses/flow-part";
import { PushesPart } from "@/app/(portal)/payments/[id]/pushes-part";
import type { DataRequestDetail } from "@/lib/features/data-requests/queries/detail";

export async function generateMetadata({ params }: RequestRoute): Promise<Metadata> {
  return { title: (await params).id };
}

type Request = DataRequestDetail["request"];

async function InputParts({ request }: { request: Request }) {
  const t = await getTranslations("data-requests");
  const none = t("parameters.none");
  const parts = [
    { title: t("parts.input"), parameters: request.inputParameters, always: true },
    { title: t("parts.custom"), parameters: request.customParameters, always: false },
    { title: t("parts.additional"), parameters: request.additionalParameters, always: false },
  ];
  return parts
    .filter(({ parameters, always }) => always || parameters.length > 0)
    .map(({ title, parameters }) => (
      <ParametersPart key={title} title={title} parameters={parameters} none={none} />
    ));
}

const movesOf = (history: DataRequestDetail["history"]) =>
  history.map(({ fromCode, toCode }) => ({
    fromStatus: fromCode?.toString() ?? null,
    toStatus: toCode.toString(),
  }));

export default async function DataRequestPage(route: RequestRoute) {
  const opened = await openRequest(route);
  const { detail, writing, session } = opened;
  const { request, history, pushes } = detail;
  const t = await getTranslations("data-requests");
  return (
    <>
      <RequestHeader opened={opened} tab="overview" />
      <Notices request={request} writing={writing} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ErrorsPart errors={request.errors} />
          <HistoryPart opened={opened} />
          <InputParts request={request} />
          <PushesPart
            pushes={pushes}
            writing={writing}
            mayResend={session.actor.may.has("pushes:resend")}
            none={t("noPushes")}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ServiceFacts request={request} writing={writing} />
          <CustomerFacts request={request} />
          <OutputPart parameters={request.outputParameters} />
        </div>
      </div>
      <div className="mt-4">
        <FlowPart name="data_request" status={request.code.toString()} history={movesOf(history)} />
      </div>
    </>
  );
}
