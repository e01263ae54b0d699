import { getTranslations } from "next-intl/server";
import { ActButtons } from "@/app/(portal)/invoices/[id]/act-buttons";
import type { ActField, ActForm, ActTexts } from "@/app/(portal)/invoices/[id]/act-dialog";
import type { ActName, ActRefusal } from "@/lib/features/invoices/commands/act";
import {
  agencyEvents,
  decideCreditNote,
  decideEvent,
  invoiceFlow,
  type InvoiceEvent,
} from "@/lib/features/invoices/model";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";

export type InvoiceTranslator = Awaited<ReturnType<typeof getTranslations<"invoices">>>;

const reasons = [
  "forbidden",
  "not_found",
  "unknown_invoice",
  "unknown_debtor",
  "unknown_scheme",
  "unknown_subscription",
  "invoice_number_missing",
  "invoice_number_used",
  "due_before_date",
  "more_than_invoiced",
  "nothing_open",
  "other_debtor",
  "other_currency",
  "too_many_instalments",
  "starts_in_past",
  "no_product_lines",
  "not_allowed_now",
  "debtor_paused",
  "test_invoice",
  "no_step",
] as const satisfies readonly (ActRefusal | "forbidden")[];

const refusalsOf = (t: InvoiceTranslator): ActTexts["refusals"] =>
  Object.fromEntries(reasons.map((reason) => [reason, t(`refusals.${reason}`)])) as ActTexts["refusals"];

const moves = ["pause", "unpause", "dispute", "close_dispute", "plan", "end_plan"] as const;
const ends = ["write_off", "cancel"] as const;

/** What is closed from here says so only where it could ever be open: an agency's words are not for every invoice. */
function shownActs({ invoice }: InvoiceDetail): readonly ActName[] {
  const { isPaused } = invoice.debtor;
  const ofAgency = agencyEvents.filter((event) => Object.hasOwn(invoiceFlow[invoice.code], event));
  const debtor = isPaused ? "resume_debtor" : "pause_debtor";
  const flow = [...moves].filter((event) => isNear(invoice.code, event));
  return ["next_step", ...flow, "credit", "correct_debtor", debtor, ...ofAgency, ...ends];
}

const opposites: Readonly<Record<string, string>> = {
  unpause: "20",
  close_dispute: "21",
  end_plan: "22",
};
/** Going on is offered only to what waits for it; the other side stays to say why it is closed. */
const isNear = (code: string, event: string): boolean =>
  opposites[event] === undefined || opposites[event] === code;

function whyNot({ invoice, why }: InvoiceDetail, act: ActName): ActRefusal | null {
  if (act === "next_step") return why;
  if (act === "correct_debtor" || act === "pause_debtor" || act === "resume_debtor") return null;
  const decided =
    act === "credit" ? decideCreditNote(invoice, 1) : decideEvent(invoice, act satisfies InvoiceEvent);
  return decided.ok ? null : decided.error;
}

type FieldName =
  "reason" | "outcome" | "number" | "amount" | "count" | "startOn" | "name" | "email" | "mobile";
type Given = Omit<ActField, "label"> & { readonly name: FieldName };

const fields: Partial<
  Readonly<Record<ActName, (detail: InvoiceDetail, startHint: string) => readonly Given[]>>
> = {
  dispute: () => [{ name: "reason", type: "text", value: "", required: true }],
  close_dispute: () => [{ name: "outcome", type: "text", value: "" }],
  credit: ({ invoice }) => [
    { name: "amount", type: "text", value: "", required: true, hint: invoice.currency },
    { name: "number", type: "text", value: "" },
  ],
  plan: (_detail, startHint) => [
    { name: "count", type: "number", value: "3", required: true },
    { name: "startOn", type: "date", value: "", hint: startHint },
  ],
  correct_debtor: ({ invoice: { debtor } }) => [
    { name: "name", type: "text", value: debtor.name ?? "" },
    { name: "email", type: "email", value: debtor.email ?? "" },
    { name: "mobile", type: "tel", value: debtor.mobile ?? "" },
  ],
};

const fieldsOf = (t: InvoiceTranslator, detail: InvoiceDetail, act: ActName): readonly ActField[] =>
  (fields[act]?.(detail, t("form.startHint")) ?? []).map((field) => ({
    ...field,
    label: t(`form.${field.name}`),
  }));

const bad: ReadonlySet<ActName> = new Set(["write_off", "cancel", "hand_over"]);

const formOf = (t: InvoiceTranslator, detail: InvoiceDetail, act: ActName): ActForm => ({
  act,
  label: t(`acts.${act}.label`),
  sentence: t(`acts.${act}.then`),
  fields: fieldsOf(t, detail, act),
  isBad: bad.has(act),
});

/** U7: what is closed stays, with the sentence why. */
export async function ActsPart({ detail }: { detail: InvoiceDetail }) {
  const t = await getTranslations("invoices");
  const app = await getTranslations("app");
  const acts = shownActs(detail).map((act) => ({ act, why: whyNot(detail, act) }));
  const open = acts.filter(({ why }) => why === null);
  const closed = acts.flatMap(({ act, why }) => (why === null ? [] : [{ act, why }]));
  const { id, currency } = detail.invoice;
  const texts: ActTexts = {
    close: app("close"),
    cancel: app("cancel"),
    done: t("form.done"),
    wrong: t("form.wrong"),
    refusals: refusalsOf(t),
  };
  return (
    <div className="no-print flex max-w-xl flex-col items-end gap-2 max-sm:items-start">
      <ActButtons
        forms={open.map(({ act }) => formOf(t, detail, act))}
        hidden={{ invoiceId: id, currency }}
        texts={texts}
      />
      {closed.length > 0 && (
        <details className="text-right text-xs text-soft max-sm:text-left">
          <summary className="py-1">{t("closedActs", { count: closed.length })}</summary>
          <ul className="flex flex-col gap-1">
            {closed.map(({ act, why }) => (
              <li key={act}>
                <span className="font-medium">{t(`acts.${act}.label`)}:</span> {t(`refusals.${why}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
