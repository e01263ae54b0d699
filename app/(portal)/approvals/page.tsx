import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { withdraw } from "@/app/(portal)/approvals/actions";
import { ApprovalList, type ApprovalItem } from "@/app/(portal)/approvals/approval-list";
import {
  ApprovalFacts,
  writeForms,
  writeTexts,
  type LineProps,
} from "@/app/(portal)/approvals/approval-words";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { countApprovals, findApprovals } from "@/lib/features/refunds/queries/approvals";
import { requestTime } from "@/lib/web/request-time";
import { requireSession, type Session } from "@/lib/web/session";

type Actor = Session["actor"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("title") };
}

/** The one who asked may still withdraw what nobody has decided. */
async function Withdraw({ approval, writing }: LineProps) {
  const t = await getTranslations("approvals");
  const app = await getTranslations("app");
  const amount = writing.money(approval.amount);
  return (
    <ActionForm
      action={withdraw}
      hidden={{ refundId: approval.id }}
      submit={t("withdraw.submit")}
      about={amount}
      done={t("withdraw.done")}
      ask={{
        title: t("withdraw.title", { amount }),
        text: t("withdraw.text"),
        confirm: t("withdraw.submit"),
        cancel: app("cancel"),
      }}
      refusals={{
        forbidden: t("refusals.forbidden"),
        not_found: t("refusals.not_found"),
        under_way: t("refusals.not_waiting"),
        ended_before: t("refusals.not_waiting"),
        not_allowed_now: t("refusals.not_waiting"),
      }}
    />
  );
}

/** U7: why a line is closed to this reader. */
async function Closed(props: LineProps & { readonly actor: Actor }) {
  const t = await getTranslations("approvals");
  const { approval, actor } = props;
  if (!approval.isOwn) return <p>{t("closed.noRight")}</p>;
  return (
    <>
      <p className="mb-2">{t("closed.own")}</p>
      {actor.may.has("payments:refund") && <Withdraw {...props} />}
    </>
  );
}

async function itemOf(actor: Actor, line: LineProps): Promise<ApprovalItem> {
  const t = await getTranslations("approvals");
  const { approval } = line;
  const mayDecide = !approval.isOwn && actor.may.has("refunds:approve");
  const forms = await writeForms(line);
  return {
    id: approval.id,
    facts: <ApprovalFacts {...line} />,
    closed: mayDecide ? null : <Closed {...line} actor={actor} />,
    choices: mayDecide
      ? {
          reject: { label: t("reject.label"), form: forms.reject },
          approve: { label: t("approve.label"), form: forms.approve },
        }
      : null,
  };
}

export default async function ApprovalsPage() {
  const { actor, merchant } = await requireSession();
  if (!actor.may.has("refunds:approve") && !actor.may.has("payments:refund")) notFound();
  const t = await getTranslations("approvals");
  const writing = await writingFor(merchant.timezone, requestTime());
  const [approvals, count] = await Promise.all([findApprovals(actor), countApprovals(actor.scope)]);
  const items = await Promise.all(
    approvals.map((approval) => itemOf(actor, { approval, writing, timezone: merchant.timezone })),
  );
  return (
    <div className="max-w-5xl">
      <LiveRefresh source="/api/live/refunds" id="" />
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-1 mb-5 text-sm text-soft">{t("lead")}</p>
      <ApprovalList items={items} texts={await writeTexts()} />
      <p role="status" className="mt-3 text-sm text-soft">
        {count === 0 ? t("none") : t("count", { count, shown: items.length })}
      </p>
    </div>
  );
}
