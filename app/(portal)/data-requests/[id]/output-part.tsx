import { getTranslations } from "next-intl/server";
import { ParametersPart } from "@/app/(portal)/data-requests/[id]/parameters-part";
import type { Parameter } from "@/lib/features/parameters/model";

const pictureIn = (parameters: readonly Parameter[]): string | null =>
  parameters.find(({ name }) => name === "QrImageUrl")?.value ?? null;

/** What came of it; a QR code as the picture that it is. */
export async function OutputPart({ parameters }: { parameters: readonly Parameter[] }) {
  const t = await getTranslations("data-requests");
  const picture = pictureIn(parameters);
  return (
    <ParametersPart title={t("parts.output")} parameters={parameters} none={t("noOutput")}>
      {picture !== null && (
        <p className="bg-white border-b border-line p-4">
          {/* eslint-disable-next-line @next/next/no-img-element -- made at the size that the shop asked for */}
          <img src={picture} alt={t("qrPicture")} className="mx-auto w-full max-w-56" />
        </p>
      )}
    </ParametersPart>
  );
}
