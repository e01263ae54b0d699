import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sayCode, sayTold } from "@/app/(portal)/data-requests/[id]/request-words";
import type { DataRequestDetail } from "@/lib/features/data-requests/queries/detail";

type Request = DataRequestDetail["request"];
type NoticesProps = { readonly request: Request; readonly writing: Writing };

/** Where the customer is sent while it is 790. */
async function RedirectNotice({ request, writing }: NoticesProps) {
  const { code, redirectUrl, expiresAt } = request;
  if (code !== 790 || redirectUrl === null) return null;
  const t = await getTranslations("data-requests");
  return (
    <p className="notice">
      {expiresAt === null
        ? t("notices.redirectOpen")
        : t("notices.redirect", { at: writing.exact(expiresAt) })}{" "}
      <a
        href={redirectUrl}
        target="_blank"
        rel="noreferrer"
        className="[overflow-wrap:anywhere] text-accent underline"
      >
        {redirectUrl}
      </a>
    </p>
  );
}

/** U1: what the shop has accepted, beside the truth. */
async function BehindNotice({ request }: Pick<NoticesProps, "request">) {
  if (!request.receiverBehind) return null;
  const t = await getTranslations("data-requests");
  const status = `${request.code.toString()} ${sayCode(t, request.code)}`;
  const told = sayTold(t, request.toldStatus);
  return (
    <p className="notice">
      {told === null ? t("notices.neverTold", { status }) : t("notices.behind", { told, status })}
    </p>
  );
}

export const Notices = ({ request, writing }: NoticesProps) => (
  <div className="mb-4 flex flex-col gap-2 empty:hidden">
    <RedirectNotice request={request} writing={writing} />
    <BehindNotice request={request} />
  </div>
);
