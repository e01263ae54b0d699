import { getTranslations } from "next-intl/server";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/icon";
import type { SavedSetting } from "@/lib/features/authorisations/queries/get-setting";
import { berlinDay } from "@/lib/kernel/nights";

const tones: Readonly<Record<SavedSetting["standing"], Tone>> = {
  next: "wait",
  current: "good",
  past: "off",
};

async function inWords(setting: SavedSetting): Promise<string> {
  const t = await getTranslations("renewalSettings");
  if (!setting.isOn) return t("off");
  const { renewAfterDays: renew, stopAfterDays: stop, failureNotice } = setting;
  const ticked = (["splitting", "realtime", "hopeRun", "renewsSimulated"] as const).filter(
    (name) => setting[name],
  );
  const notice = setting.failureEmail ?? t(`notices.${failureNotice}`);
  return [t("plan", { renew, stop }), ...ticked.map((name) => t(`${name}.label`)), notice].join(" · ");
}

async function Change({ setting, writing }: { setting: SavedSetting; writing: Writing }) {
  const t = await getTranslations("renewalSettings");
  const payment = await getTranslations("payment");
  const day = writing.format.day(berlinDay(setting.inForceAt));
  return (
    <li className="border-t border-line px-4 py-2 text-sm first:border-t-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <Status
          tone={tones[setting.standing]}
          word={t(`standings.${setting.standing}`)}
          code={setting.standing}
        />
        <span className="numbers">{t("from", { day })}</span>
        <span className="numbers text-xs text-faint">
          {writing.exact(setting.setAt)} · {sayActor(payment, setting.actor)}
        </span>
      </div>
      <p className="[overflow-wrap:anywhere] text-soft">{await inWords(setting)}</p>
    </li>
  );
}

type ChangesPartProps = { readonly saved: readonly SavedSetting[]; readonly writing: Writing };

/** What was set when, by whom, and what of it counts. */
export async function ChangesPart({ saved, writing }: ChangesPartProps) {
  const t = await getTranslations("renewalSettings");
  return (
    <Section title={t("changes")}>
      {saved.length === 0 ? (
        <p className="px-4 py-6 text-sm text-soft">{t("none")}</p>
      ) : (
        <ol>
          {saved.map((setting) => (
            <Change key={setting.id} setting={setting} writing={writing} />
          ))}
        </ol>
      )}
    </Section>
  );
}
