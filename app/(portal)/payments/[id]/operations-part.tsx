import { getTranslations } from "next-intl/server";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/icon";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

const tones: Readonly<Record<string, Tone>> = {
  approved: "good",
  declined: "bad",
  failed: "bad",
  unknown: "doubt",
  pending: "wait",
  sent: "hold",
  not_found: "off",
};

type OperationsProps = { readonly operations: PaymentDetail["operations"]; readonly writing: Writing };

export async function OperationsPart({ operations, writing }: OperationsProps) {
  if (operations.length === 0) return null;
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  return (
    <Section title={t("parts.operations")}>
      <ul className="text-sm">
        {operations.map((operation) => (
          <li key={operation.id} className="border-t border-line px-4 py-2 first:border-t-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <span className="font-medium">{t(`operations.${operation.kind as "capture"}`)}</span>
              <span className="numbers">{writing.money(operation.amount)}</span>
              <Status
                tone={tones[operation.outcome] ?? "wait"}
                word={t(`outcomes.${operation.outcome as "approved"}`)}
                code={operation.outcome}
              />
              <span className="font-mono text-xs text-faint">{operation.code}</span>
              <span className="flex-1" />
              {operation.gatewayReference !== null && (
                <span className="font-mono text-xs text-soft">
                  {operation.gatewayReference}
                  <CopyButton
                    value={operation.gatewayReference}
                    label={`${copy}: ${t("facts.gatewayReference")}`}
                  />
                </span>
              )}
            </div>
            <p className="numbers text-xs text-faint">
              {writing.exact(operation.startedAt)} · {sayActor(t, operation.actor)}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
