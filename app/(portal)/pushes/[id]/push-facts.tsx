import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts } from "@/components/detail/facts";
import type { PushFormat } from "@/lib/features/pushes/model";
import type { PushDetail } from "@/lib/features/pushes/queries/get-push";

type FactsProps = { readonly detail: PushDetail; readonly writing: Writing };

export async function PushFacts({ detail: { push }, writing }: FactsProps) {
  const t = await getTranslations("push.facts");
  const format = await getTranslations("pushes.values.format");
  const copy = (await getTranslations("app"))("copy");
  const known = (text: string) => (text === "" ? null : text);
  const facts = [
    { label: t("id"), value: push.id, mono: true },
    { label: t("website"), value: push.website.name },
    { label: t("told"), value: known(push.toldStatus) },
    { label: t("format"), value: format(push.format as PushFormat) },
    { label: t("host"), value: known(push.host), mono: true },
    { label: t("ownUrl"), value: push.ownUrl, mono: true },
    { label: t("created"), value: writing.exact(push.createdAt) },
    { label: t("delivered"), value: push.deliveredAt && writing.exact(push.deliveredAt) },
    { label: t("attempts"), value: push.attemptCount.toString() },
  ];
  return <Facts title={t("title")} copy={copy} facts={facts} />;
}
