import { getTranslations } from "next-intl/server";
import { CancelButton, type CancelTexts } from "@/app/(portal)/data-requests/[id]/cancel-button";
import { sayCode, type RequestTranslator } from "@/app/(portal)/data-requests/[id]/request-words";
import { decideCancel, type DataRequestCode } from "@/lib/features/data-requests/model";

const textsOf = (t: RequestTranslator): CancelTexts => ({
  submit: t("cancel.submit"),
  done: t("cancel.done"),
  ask: {
    title: t("cancel.title"),
    text: t("cancel.text", { status: sayCode(t, 891) }),
    confirm: t("cancel.submit"),
    cancel: t("cancel.keep"),
  },
  refusals: {
    forbidden: t("cancel.refusals.forbidden"),
    not_found: t("cancel.refusals.not_found"),
    ended_before: t("cancel.refusals.ended_before"),
    at_the_bank: t("cancel.refusals.at_the_bank"),
  },
});

type CancelPartProps = { readonly request: { readonly id: string; readonly code: DataRequestCode } };

/** U7: the same question that the command asks. */
export async function CancelPart({ request }: CancelPartProps) {
  const t = await getTranslations("data-requests");
  const decided = decideCancel(request.code);
  return (
    <CancelButton dataRequestId={request.id} why={decided.ok ? null : decided.error} texts={textsOf(t)} />
  );
}
