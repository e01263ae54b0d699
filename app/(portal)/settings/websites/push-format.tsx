import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { savePushFormat } from "@/app/(portal)/settings/websites/actions";
import { pushFormatOf, pushFormats } from "@/lib/features/pushes/model";

type PushFormatProps = {
  readonly website: { readonly id: string; readonly name: string; readonly pushFormat: string };
};

/** In which words the website is told. */
export async function PushFormat({ website }: PushFormatProps) {
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const id = `push-format-${website.id}`;
  const chosen = pushFormatOf(website.pushFormat);
  return (
    <div>
      <label htmlFor={id} className="label">
        {t("pushFormat")}
      </label>
      <ActionForm
        action={savePushFormat}
        hidden={{ websiteId: website.id }}
        submit={app("save")}
        about={`${t("pushFormat")}, ${website.name}`}
        done={app("saved")}
        refusals={{ forbidden: settings("forbidden"), not_found: settings("gone") }}
      >
        <select id={id} name="pushFormat" key={chosen} defaultValue={chosen} className="field w-auto">
          {pushFormats.map((format) => (
            <option key={format} value={format}>
              {t(`pushFormats.${format}`)}
            </option>
          ))}
        </select>
      </ActionForm>
      <p className="mt-1 text-xs text-faint">{t("pushFormatHint")}</p>
    </div>
  );
}
