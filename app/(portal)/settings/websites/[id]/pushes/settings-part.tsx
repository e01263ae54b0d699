import { getTranslations } from "next-intl/server";
import {
  PushSettingsForm,
  type PushSettingsFormProps,
} from "@/app/(portal)/settings/websites/[id]/pushes/settings-form";
import { Section } from "@/components/detail/section";
import { pushFormatOf, pushFormats, pushSchedules } from "@/lib/features/pushes/model";
import { pushHashes } from "@/lib/features/websites/model";
import type { PushSettings } from "@/lib/features/websites/queries";
import { writeWaits } from "@/lib/kernel/waits";

type PushTranslator = Awaited<ReturnType<typeof getTranslations<"pushSettings">>>;
type Refusals = PushSettingsFormProps["texts"]["refusals"];

const valuesOf = (website: PushSettings): PushSettingsFormProps["values"] => ({
  pushFormat: pushFormatOf(website.pushFormat),
  pushHash: website.pushHash,
  pushUrl: website.pushUrl ?? "",
  pushUrlFailure: website.pushUrlFailure ?? "",
  pushSchedule: website.pushSchedule,
  pushWaits: writeWaits(website.pushWaits),
  pushFailureEmail: website.pushFailureEmail ?? "",
});

const scheduleTexts = (t: PushTranslator): PushSettingsFormProps["schedule"] => ({
  label: t("schedule.label"),
  hint: t("schedule.hint"),
  options: pushSchedules.map((id) => ({ id, label: t(`schedules.${id}`) })),
  waits: t("waits.label"),
  waitsHint: t("waits.hint"),
  moments: t("moments"),
  units: { d: t("units.d"), h: t("units.h"), m: t("units.m"), s: t("units.s") },
  problems: {
    no_waits: t("waits.no_waits"),
    not_a_wait: t("waits.not_a_wait"),
    too_many_waits: t("waits.too_many_waits"),
    wait_out_of_range: t("waits.wait_out_of_range"),
  },
});

async function refusalTexts(): Promise<Refusals> {
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const address = {
    not_an_address: t("refusals.not_an_address"),
    scheme_not_allowed: t("refusals.scheme_not_allowed"),
    credentials_not_allowed: t("refusals.credentials_not_allowed"),
    port_not_allowed: t("refusals.port_not_allowed"),
    host_not_found: t("refusals.host_not_found"),
    private_address: t("refusals.private_address"),
  };
  const of = (field: "pushUrl" | "pushUrlFailure") =>
    Object.fromEntries(Object.entries(address).map(([reason, text]) => [`${field}.${reason}`, text]));
  const general = { forbidden: settings("forbidden"), not_found: settings("gone") };
  return { ...of("pushUrl"), ...of("pushUrlFailure"), ...general } as Refusals;
}

const fieldTexts = (t: PushTranslator): PushSettingsFormProps["fields"] => ({
  pushUrl: { label: t("fields.pushUrl.label"), hint: t("fields.pushUrl.hint") },
  pushUrlFailure: { label: t("fields.pushUrlFailure.label"), hint: t("fields.pushUrlFailure.hint") },
  pushFailureEmail: { label: t("fields.pushFailureEmail.label"), hint: t("fields.pushFailureEmail.hint") },
});

export async function SettingsPart({ website }: { website: PushSettings }) {
  const t = await getTranslations("pushSettings");
  const app = await getTranslations("app");
  return (
    <Section title={t("parts.settings")}>
      <PushSettingsForm
        websiteId={website.id}
        values={valuesOf(website)}
        formats={{
          label: t("format"),
          options: pushFormats.map((id) => ({
            id,
            name: t(`formats.${id}.name`),
            about: t(`formats.${id}.about`),
          })),
        }}
        fields={fieldTexts(t)}
        hash={{
          label: t("hash.label"),
          hint: t("hash.hint"),
          options: pushHashes.map((id) => ({ id, label: t(`hashes.${id}`) })),
        }}
        schedule={scheduleTexts(t)}
        texts={{
          save: app("save"),
          saved: app("saved"),
          wrong: t("wrong"),
          notAnEmail: t("notAnEmail"),
          ambiguous: t("ambiguous"),
          refusals: await refusalTexts(),
        }}
      />
    </Section>
  );
}
