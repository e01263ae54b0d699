import { getMessages, getTranslations } from "next-intl/server";
import {
  actSections,
  type ActContext,
  type ActTexts,
  type ChainActView,
} from "@/app/(portal)/authorisations/[id]/act-model";
import { ActsBar } from "@/app/(portal)/authorisations/[id]/acts-bar";
import { moneyIn, sayWhen, type ChainProps } from "@/app/(portal)/authorisations/[id]/chain-words";
import { refundMove } from "@/app/(portal)/payments/[id]/moves-part";
import { remainingMinor } from "@/lib/features/authorisations/model";
import {
  actsOf,
  chainActPermissions,
  chainActs,
  type Acts,
  type ClosedAct,
} from "@/lib/features/chain-acts/model";
import { getPayment } from "@/lib/features/payments/queries/detail";
import type { MerchantScope, Permission } from "@/lib/kernel/access";

type ActsProps = ChainProps & {
  readonly scope: MerchantScope;
  readonly timezone: string;
  readonly may: ReadonlySet<Permission>;
};

/** The texts of the dialogs go to the browser as they stand in the catalogue: values are put in while one types. */
async function actTexts(): Promise<ActTexts> {
  const messages = await getMessages();
  return Object.fromEntries(
    actSections.map((section) => [section, messages.authorisation[section]]),
  ) as ActTexts;
}

async function sayWhy({ writing, timezone }: ActsProps, { reason, opensAt }: ClosedAct): Promise<string> {
  const t = await getTranslations("authorisation");
  const why = t(`closed.${reason}`);
  return opensAt === null ? why : t("opens", { why, at: sayWhen(writing, timezone, opensAt) });
}

/** With realtime there are several captures a day (CT-7). */
async function elsewhereOf({ detail, may }: ActsProps, { reason }: ClosedAct) {
  const waits = reason === "captured_today" || reason === "rest_waits";
  if (!waits || detail.settings.current.realtime || !may.has("settings:manage")) return null;
  const href = `/settings/websites/${detail.website.id}/renewals`;
  return { href, label: (await getTranslations("authorisation"))("switchRealtime") };
}

async function viewsOf(props: ActsProps, acts: Acts): Promise<readonly ChainActView[]> {
  const t = await getTranslations("authorisation");
  const own = chainActs.filter((name) => props.may.has(chainActPermissions[name]));
  return Promise.all(
    own.map(async (name): Promise<ChainActView> => {
      const state = acts[name];
      const title = t(`titles.${name}`);
      if (state.open) return { name, title, why: null, elsewhere: null };
      return { name, title, why: await sayWhy(props, state), elsewhere: await elsewhereOf(props, state) };
    }),
  );
}

/** CT-17: the refund of the chain's payment, with its own dialog. */
async function creditOf({ detail, scope, writing, timezone, may }: ActsProps) {
  const payment = may.has("payments:refund") ? await getPayment(scope, detail.paymentId) : null;
  if (payment === null) return null;
  const { why, elsewhere, context } = await refundMove({ detail: payment, writing, timezone, may });
  const title = (await getTranslations("authorisation"))("titles.credit");
  const view: ChainActView = { name: "credit", title, icon: "refund", why, elsewhere };
  return { view, context };
}

async function contextOf(props: ActsProps, acts: Acts, credit: ActContext["credit"]): Promise<ActContext> {
  const { detail, writing, timezone } = props;
  const words = await getTranslations("authorisations");
  const remaining = { minor: remainingMinor(detail.chain), currency: detail.currency };
  return {
    ...{ acts, credit, remaining, paymentId: detail.paymentId },
    facts: [
      [words("columns.transId"), detail.transId],
      [words("columns.remaining"), moneyIn(props)(remaining.minor)],
      [words("columns.website"), detail.website.name],
    ],
    reader: { locale: writing.locale, timezone },
    texts: await actTexts(),
    close: (await getTranslations("app"))("close"),
  };
}

/** Everything that can be done with the chain, and why the rest cannot and when. Acts that are not one's own are not there. */
export async function ActsPart(props: ActsProps) {
  const { detail, writing } = props;
  const acts = actsOf(detail, writing.now);
  const credit = await creditOf(props);
  const views = [...(await viewsOf(props, acts)), ...(credit === null ? [] : [credit.view])];
  if (views.length === 0) return null;
  const moves = await getTranslations("moves");
  return (
    <ActsBar
      label={moves("label")}
      more={moves("more")}
      leading={views}
      others={[]}
      context={await contextOf(props, acts, credit?.context ?? null)}
    />
  );
}
