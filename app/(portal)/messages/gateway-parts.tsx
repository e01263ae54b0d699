import { getTranslations } from "next-intl/server";
import { ParametersPart } from "@/app/(portal)/messages/parameters-part";
import type { ShownMessage } from "@/lib/features/messages/queries/detail";
import { bodyParameters } from "@/lib/kernel/body-lines";

/** What was sent, parsed and raw, with what came back. */
export async function GatewayParts({ message }: { message: ShownMessage }) {
  const t = await getTranslations("message");
  const { method, url, status, error, requestBody, responseBody } = message;
  return (
    <div className="flex flex-col gap-4">
      <ParametersPart
        title={t("request")}
        first={`${method} ${url}`}
        raw={requestBody}
        parameters={bodyParameters(requestBody)}
      />
      <ParametersPart
        title={t("answer")}
        first={status?.toString() ?? error ?? ""}
        raw={responseBody ?? ""}
        parameters={bodyParameters(responseBody ?? "")}
      />
    </div>
  );
}
