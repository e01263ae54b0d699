import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { writingFor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import type { Tone } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import type { WebsiteHealth } from "@/lib/features/pushes/queries/health";
import type { Permission } from "@/lib/kernel/access";
import { requestTime } from "@/lib/web/request-time";

type Mood = "good" | "failing" | "unknown" | "noAddress";

function moodOf({ failingSince, acceptedAt, hasAddress }: WebsiteHealth): Mood {
  if (failingSince !== null) return "failing";
  if (!hasAddress) return "noAddress";
  return acceptedAt === null ? "unknown" : "good";
}

const tones: Readonly<Record<Mood, Tone>> = {
  good: "good",
  failing: "bad",
  unknown: "wait",
  noAddress: "off",
};

const counts = [
  { name: "waiting", words: "waiting", states: ["pending", "retrying"] },
  { name: "exhausted", words: "exhausted", states: ["exhausted"] },
  { name: "noAddress", words: "lacking", states: ["no_address"] },
  { name: "blocked", words: "blocked", states: ["will_not_send"] },
] as const;

/** What is left of a website, each count a link to its rows. */
async function Counts({ health }: { health: WebsiteHealth }) {
  const t = await getTranslations("pushes.health");
  return counts
    .filter(({ name }) => health[name] > 0)
    .map(({ name, words, states }) => {
      const address = new URLSearchParams(states.map((state) => ["state", state]));
      address.append("website", health.websiteId);
      return (
        <Link
          key={name}
          href={`/pushes?${address.toString()}`}
          prefetch={false}
          className="numbers text-accent no-underline hover:underline"
        >
          {t(words, { count: health[name] })}
        </Link>
      );
    });
}

type RowProps = { readonly health: WebsiteHealth; readonly writing: Writing; readonly mayChange: boolean };

async function WebsiteRow({ health, writing, mayChange }: RowProps) {
  const t = await getTranslations("pushes.health");
  const mood = moodOf(health);
  const { failingSince, acceptedAt } = health;
  const word = failingSince === null ? t(mood) : t("failing", { at: writing.moment(failingSince) });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-sm first:border-t-0">
      <span className="w-48 min-w-0 truncate font-medium max-sm:w-full" title={health.website}>
        {health.website}
      </span>
      <Status tone={tones[mood]} word={word} code={mood} />
      {acceptedAt !== null && (
        <span className="numbers text-xs text-soft">{t("accepted", { at: writing.moment(acceptedAt) })}</span>
      )}
      <span className="flex flex-1 flex-wrap justify-end gap-x-4 max-sm:justify-start">
        <Counts health={health} />
        {mayChange && (
          <Link
            href={`/settings/websites/${health.websiteId}/pushes`}
            prefetch={false}
            className="text-accent no-underline hover:underline"
          >
            {t("settings")}
          </Link>
        )}
      </span>
    </li>
  );
}

type HealthProps = {
  readonly health: readonly WebsiteHealth[];
  readonly timezone: string;
  readonly may: ReadonlySet<Permission>;
};

/** How the receiver of each website does. */
export async function HealthPart({ health, timezone, may }: HealthProps) {
  const t = await getTranslations("pushes.health");
  const writing = await writingFor(timezone, requestTime());
  if (health.length === 0) return null;
  return (
    <div className="mb-4">
      <Section title={t("title")}>
        <ul className="max-h-64 overflow-auto">
          {health.map((one) => (
            <WebsiteRow
              key={one.websiteId}
              health={one}
              writing={writing}
              mayChange={may.has("settings:manage")}
            />
          ))}
        </ul>
      </Section>
    </div>
  );
}
