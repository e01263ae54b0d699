import { getTranslations } from "next-intl/server";
import { Section } from "@/components/detail/section";
import { ScrollFrame } from "@/components/ui/scroll-frame";
import { hasFailed, paceOf } from "@/lib/features/bulk-pushes/model";
import type { BulkDetail, HostProgress } from "@/lib/features/bulk-pushes/queries/get-bulk-push";

async function Pace({ host, isRunning }: { host: HostProgress; isRunning: boolean }) {
  const t = await getTranslations("bulkPush");
  if (hasFailed(host)) return <span className="text-bad">{t("hostFailed")}</span>;
  return isRunning && host.left > 0 ? t("perSecond", { count: paceOf(host) }) : null;
}

/** How each address does, at its own pace. */
export async function HostsPart({ detail: { bulk, hosts } }: { detail: BulkDetail }) {
  const t = await getTranslations("bulkPush");
  if (hosts.length === 0) return null;
  const isRunning = bulk.state === "probing" || bulk.state === "running";
  return (
    <Section title={t("hosts")}>
      <ScrollFrame label={t("hosts")}>
        <table className="numbers w-full text-sm">
          <thead>
            <tr className="text-left text-xs text-soft">
              <th className="px-4 py-2 font-medium">{t("host")}</th>
              <th className="px-4 py-2 text-right font-medium max-sm:px-2">{t("results.accepted")}</th>
              <th className="px-4 py-2 text-right font-medium max-sm:px-2">{t("results.refused")}</th>
              <th className="px-4 py-2 text-right font-medium max-sm:px-2">{t("results.not_sent")}</th>
              <th className="px-4 py-2 text-right font-medium max-sm:px-2">{t("pace")}</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.host} className="border-t border-line">
                <td className="px-4 py-2 font-mono text-xs whitespace-nowrap">{host.host}</td>
                <td className="px-4 py-2 text-right max-sm:px-2">{host.accepted}</td>
                <td className="px-4 py-2 text-right max-sm:px-2">{host.refused}</td>
                <td className="px-4 py-2 text-right max-sm:px-2">{host.notSent}</td>
                <td className="px-4 py-2 text-right whitespace-nowrap max-sm:px-2">
                  <Pace host={host} isRunning={isRunning} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </Section>
  );
}
