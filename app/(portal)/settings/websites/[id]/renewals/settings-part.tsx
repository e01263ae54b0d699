import { getTranslations } from "next-intl/server";
import {
  RenewalSettingsForm,
  type RenewalSettingsFormProps,
} from "@/app/(portal)/settings/websites/[id]/renewals/settings-form";
import { Section } from "@/components/detail/section";
import {
  mostRenewAfterDays,
  mostStopAfterDays,
  type RenewalSetting,
} from "@/lib/features/authorisations/model";

/** What stands in the form of a website that has never been set. */
const usual: RenewalSetting = {
  isOn: false,
  renewAfterDays: 7,
  stopAfterDays: 30,
  splitting: true,
  failureNotice: "email",
  failureEmail: null,
  realtime: false,
  hopeRun: false,
  renewsSimulated: false,
};

type RenewalTranslator = Awaited<ReturnType<typeof getTranslations<"renewalSettings">>>;

const most = { renew: mostRenewAfterDays, stop: mostStopAfterDays };

const fieldTexts = (t: RenewalTranslator): RenewalSettingsFormProps["fields"] => ({
  isOn: { label: t("isOn.label"), hint: t("isOn.hint") },
  renewAfterDays: { label: t("renewAfterDays.label"), hint: t("renewAfterDays.hint", most) },
  stopAfterDays: { label: t("stopAfterDays.label"), hint: t("stopAfterDays.hint", most) },
  splitting: { label: t("splitting.label"), hint: t("splitting.hint") },
  realtime: { label: t("realtime.label"), hint: t("realtime.hint") },
  failureNotice: { label: t("failureNotice.label"), hint: t("failureNotice.hint") },
  failureEmail: { label: t("failureEmail.label"), hint: t("failureEmail.hint") },
  hopeRun: { label: t("hopeRun.label"), hint: t("hopeRun.hint") },
  renewsSimulated: { label: t("renewsSimulated.label"), hint: t("renewsSimulated.hint") },
});

async function formTexts(t: RenewalTranslator, day: string): Promise<RenewalSettingsFormProps["texts"]> {
  const app = await getTranslations("app");
  const settings = await getTranslations("settings");
  const outOfRange = {
    renewAfterDays: t("refusals.renew_after_out_of_range", most),
    stopAfterDays: t("refusals.stop_after_out_of_range", most),
  };
  return {
    effect: t("effect", { day }),
    save: app("save"),
    saved: t("saved", { day }),
    wrong: t("wrong"),
    unreadable: {
      ...outOfRange,
      failureNotice: t("refusals.no_notice"),
      failureEmail: t("refusals.not_an_email"),
    },
    refusals: {
      renew_after_out_of_range: outOfRange.renewAfterDays,
      stop_after_out_of_range: outOfRange.stopAfterDays,
      stop_not_after_renewal: t("refusals.stop_not_after_renewal"),
      batch_with_realtime: t("refusals.batch_with_realtime"),
      notice_address_missing: t("refusals.notice_address_missing"),
      forbidden: settings("forbidden"),
      not_found: settings("gone"),
    },
  };
}

type SettingsPartProps = {
  readonly websiteId: string;
  readonly saved: RenewalSetting | undefined;
  /** The day of the night from which a change counts. */
  readonly day: string;
};

export async function SettingsPart({ websiteId, saved = usual, day }: SettingsPartProps) {
  const t = await getTranslations("renewalSettings");
  return (
    <Section title={t("title")}>
      <RenewalSettingsForm
        websiteId={websiteId}
        values={saved}
        fields={fieldTexts(t)}
        notices={{ email: t("notices.email"), batch: t("notices.batch") }}
        texts={await formTexts(t, day)}
      />
    </Section>
  );
}
