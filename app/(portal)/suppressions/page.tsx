import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BounceTabs } from "@/app/(portal)/bounces/bounce-tabs";
import { LiftButton } from "@/app/(portal)/suppressions/lift-button";
import type { LiftOf, LiftTexts } from "@/app/(portal)/suppressions/lift-model";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { suppressionListing, type SuppressionRow } from "@/lib/features/suppressions/listing";
import { findSuppressions, summariseSuppressions } from "@/lib/features/suppressions/queries";
import type { Permission } from "@/lib/kernel/access";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suppressions"))("title") };
}

async function liftTexts(): Promise<LiftTexts> {
  const t = await getTranslations("suppressions");
  const app = await getTranslations("app");
  return {
    submit: t("lift.submit"),
    title: t("lift.title"),
    close: app("close"),
    what: t("lift.what"),
    reason: t("lift.reason"),
    reasonHint: t("lift.reasonHint"),
    done: t("lift.done"),
    refusals: {
      forbidden: t("lift.refusals.forbidden"),
      not_found: t("lift.refusals.not_found"),
      complaint: t("lift.refusals.complaint"),
      lifted_before: t("lift.refusals.lifted_before"),
    },
  };
}

const refusalOf = (row: SuppressionRow, may: ReadonlySet<Permission>): LiftOf["refusal"] => {
  if (row.state === "lifted") return "lifted_before";
  if (row.cause === "complaint") return "complaint";
  return may.has("suppressions:lift") ? null : "forbidden";
};

const tones = {
  state: { active: "bad", lifted: "good" },
  cause: { hard_bounce: "doubt", complaint: "bad" },
} as const;

export default async function SuppressionsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(suppressionListing.permission);
  const { actor } = session;
  const { query, views } = await openList(session, suppressionListing, searchParams);
  const summary = summariseSuppressions(actor.scope, query);
  const page = await findSuppressions(actor.scope, query);
  const texts = await liftTexts();
  const buttons = page.rows.map((row): readonly [string, ReactNode] => {
    const { id, address } = row;
    const of = { id, address, refusal: refusalOf(row, actor.may) };
    return [id, <LiftButton key={id} of={of} texts={texts} />];
  });
  return (
    <ListingPage
      listing={suppressionListing}
      query={query}
      page={page}
      summary={summary}
      tones={tones}
      views={views}
      mayExport={actor.may.has("payments:export")}
      above={<BounceTabs tab="suppressions" may={actor.may} />}
      rowActions={Object.fromEntries(buttons)}
    />
  );
}
