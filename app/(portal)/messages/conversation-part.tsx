import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { outcomeTones } from "@/app/(portal)/messages/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import { spansOf } from "@/lib/features/messages/model";
import type { MessageDetail } from "@/lib/features/messages/queries/detail";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
import { outcomeOf } from "@/lib/kernel/exchange-outcome";

/** Where it lay in time. */
const Bar = ({ span }: { span: { readonly from: number; readonly width: number } | undefined }) =>
  span && (
    <span className="relative h-1.5 basis-full rounded-full bg-sunken" aria-hidden="true">
      <span
        className="absolute h-full rounded-full bg-accent"
        style={{ left: `${String(span.from)}%`, width: `${String(span.width)}%` }}
      />
    </span>
  );

type ConversationProps = {
  readonly conversation: MessageDetail["conversation"];
  readonly current: string;
  readonly writing: Writing;
};

/** All exchanges of one correlation id in their order, each where it lay in time. */
export async function ConversationPart({ conversation, current, writing }: ConversationProps) {
  const t = await getTranslations("message");
  const words = await getTranslations("messages");
  const spans = spansOf(conversation);
  return (
    <Section title={t("conversation")}>
      <ol className="numbers divide-y divide-line text-sm">
        {conversation.map((one, index) => {
          const tone = outcomeTones[outcomeOf(one.status, one.error)];
          return (
            <li key={one.id} aria-current={one.id === current ? "true" : undefined}>
              <Link
                href={`/messages/${one.id}`}
                prefetch={false}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 no-underline hover:bg-canvas"
              >
                <time
                  className="w-52 text-xs whitespace-nowrap text-soft max-sm:basis-full"
                  dateTime={one.startedAt.toISOString()}
                >
                  {writing.exact(one.startedAt)}
                </time>
                <span className="font-medium">{words(`values.leg.${one.leg as ExchangeLeg}`)}</span>
                <span className="min-w-0 flex-1 truncate font-mono text-xs text-soft">
                  {one.method} {one.url}
                </span>
                {one.id === current && <span className="text-xs text-faint">{t("thisOne")}</span>}
                <span className={`tone-${tone} inline-flex items-center gap-1 font-mono text-xs`}>
                  <Icon name={tone} className="mark" />
                  {one.status ?? one.error}
                </span>
                <span className="w-20 text-right text-xs text-soft">
                  {t("milliseconds", { count: one.tookMs })}
                </span>
                <Bar span={spans[index]} />
              </Link>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
