import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { sendTest } from "@/app/(portal)/settings/websites/actions";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import { acceptsIn, pushFormatOf, type PushFormat } from "@/lib/features/pushes/model";
import type { PushSettings } from "@/lib/features/websites/queries";

type Exchange = NonNullable<NonNullable<PushSettings["test"]>["exchange"]>;
type TestTranslator = Awaited<ReturnType<typeof getTranslations<"pushTest">>>;

const mostShown = 2_000;

/** Judged as a push of the saved format would be. */
function verdict(t: TestTranslator, { status, error }: Exchange, format: PushFormat) {
  if (status === null) return { tone: "bad", word: t(`errors.${error as "blocked"}`) } as const;
  const answer = { status: status.toString() };
  return acceptsIn(format)(status)
    ? ({ tone: "good", word: t("answered", answer) } as const)
    : ({ tone: "bad", word: t("notReceived", answer) } as const);
}

/** What a person can do about an answer that will not do, where there is something to say. */
const adviceFor = (status: number) =>
  status >= 300 && status < 400 ? "redirect" : status > 200 && status < 300 ? "not200" : null;

type Test = NonNullable<PushSettings["test"]>;

async function advice({ status, error }: Exchange, refusal: Test["refusal"], format: PushFormat) {
  const t = await getTranslations("pushTest");
  if (status !== null && acceptsIn(format)(status)) return null;
  if (refusal !== null) return (await getTranslations("websites"))(`refusals.${refusal}`);
  if (status === null) return t(`advice.${error as "blocked"}`);
  const found = adviceFor(status);
  return found === null ? null : t(`advice.${found}`);
}

type AnswerProps = { readonly test: Test; readonly format: PushFormat; readonly writing: Writing };

async function Answer({ test, format, writing }: AnswerProps) {
  const t = await getTranslations("pushTest");
  const payment = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const { exchange, refusal } = test;
  if (exchange === null) return <p className="text-sm text-soft">{t("waiting")}</p>;
  const { tone, word } = verdict(t, exchange, format);
  const hint = await advice(exchange, refusal, format);
  const body = exchange.responseBody ?? "";
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="numbers flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Status tone={tone} word={word} code={(exchange.status ?? exchange.error ?? "").toString()} />
        <span className="text-soft">{payment("milliseconds", { count: exchange.tookMs })}</span>
        <span className="text-xs text-soft">{writing.exact(exchange.startedAt)}</span>
      </p>
      <p className="font-mono text-xs [overflow-wrap:anywhere] text-soft">{exchange.url}</p>
      {hint !== null && <p>{hint}</p>}
      {exchange.status !== null &&
        (body === "" ? (
          <p className="text-soft">{t("noBody")}</p>
        ) : (
          <RawText title={t("body")} copy={copy} text={body.slice(0, mostShown)} />
        ))}
    </div>
  );
}

/** A signed push that tells of nothing, and what the receiver said to it. */
export async function TestPart({ website, writing }: { website: PushSettings; writing: Writing }) {
  const t = await getTranslations("pushTest");
  const settings = await getTranslations("settings");
  return (
    <Section title={t("title")}>
      <div className="flex flex-col gap-3 p-4" aria-live="polite">
        <p className="text-sm text-soft">{t("lead")}</p>
        <ActionForm
          action={sendTest}
          hidden={{ websiteId: website.id }}
          submit={t("submit")}
          done=""
          refusals={{
            forbidden: settings("forbidden"),
            not_found: settings("gone"),
            no_address: t("no_address"),
            too_soon: t("too_soon"),
          }}
        />
        {website.test !== null && (
          <Answer test={website.test} format={pushFormatOf(website.pushFormat)} writing={writing} />
        )}
      </div>
    </Section>
  );
}
