import { getTranslations } from "next-intl/server";
import type { ChangeFormProps } from "@/app/(portal)/subscriptions/[id]/change-form";
import type { Refusals } from "@/app/(portal)/subscriptions/[id]/form-parts";
import { PlanButtons, type Step } from "@/app/(portal)/subscriptions/[id]/plan-buttons";
import type { PlanForm } from "@/app/(portal)/subscriptions/[id]/plan-dialog";
import {
  foresightTexts,
  onPause,
  onResume,
  onStop,
  type Situation,
} from "@/app/(portal)/subscriptions/[id]/what-happens";
import type { PlanTranslator } from "@/app/(portal)/subscriptions/plan-words";
import { leastFinalNumber, type AskableStatus } from "@/lib/features/subscriptions/model";

const whyId = "subscription-closed";

function refusalsOf(t: PlanTranslator, { subscription }: Situation): Refusals {
  return {
    forbidden: t("refusals.forbidden"),
    not_found: t("refusals.not_found"),
    subscription_stopped: t("refusals.subscription_stopped"),
    nothing_changed: t("refusals.nothing_changed"),
    amount_out_of_range: t("form.badAmount"),
    frequency_out_of_range: t("form.badFrequency"),
    final_number_out_of_range: t("form.badFinal", { number: leastFinalNumber(subscription) }),
  };
}

const changeTexts = (t: PlanTranslator, situation: Situation, close: string): ChangeFormProps["texts"] => {
  const { subscription } = situation;
  return {
    fields: {
      amount: t("fields.amountMinor"),
      every: t("form.every"),
      unit: t("fields.unit"),
      finalNumber: t("fields.finalNumber"),
      orderReference: t("fields.orderReference"),
    },
    units: { DAY: t("form.days"), MONTH: t("form.months") },
    finalHint: t("form.finalHint", { number: subscription.number }),
    longReference: t("form.longReference"),
    then: t("form.then"),
    submit: t("form.submit"),
    done: t("done.update"),
    close,
    badAmount: t("form.badAmount"),
    badFrequency: t("form.badFrequency"),
    badFinal: t("form.badFinal", { number: leastFinalNumber(subscription) }),
    refusals: refusalsOf(t, situation),
    foresight: foresightTexts(t, situation),
  };
};

function changeForm(t: PlanTranslator, situation: Situation, close: string): PlanForm {
  const { subscription } = situation;
  const {
    status,
    unit,
    frequency,
    beginDate,
    amountMinor,
    number,
    finalNumber,
    nextDueDate,
    orderReference,
  } = subscription;
  return {
    kind: "change",
    subscriptionId: subscription.id,
    plan: {
      status,
      unit,
      frequency,
      beginDate,
      amountMinor,
      number,
      finalNumber,
      nextDueDate,
      orderReference,
    },
    amount: subscription.amount,
    texts: changeTexts(t, situation, close),
  };
}

/** Pause, resume and stop, as far as they lead anywhere from here. */
function switches(
  t: PlanTranslator,
  situation: Situation,
  words: { readonly close: string; readonly cancel: string },
): Step[] {
  const { subscription } = situation;
  const form = (status: AskableStatus, submit: string, done: string, sentences: string[]): Step => ({
    label: submit,
    form: {
      kind: "switch",
      subscriptionId: subscription.id,
      status,
      sentences,
      texts: { submit, done, refusals: refusalsOf(t, situation), ...words },
    },
  });
  const resume = t(subscription.status === "pending" ? "actions.activate" : "actions.resume");
  const wakeUp = form("active", resume, t("done.resume"), onResume(t, situation));
  const pause = form("inactive", t("actions.pause"), t("done.pause"), onPause(t, situation));
  const stop = form("stopped", t("actions.stop"), t("done.stop"), onStop(t, situation));
  if (subscription.status === "active") return [pause, stop];
  return subscription.status === "pending" ? [wakeUp, pause, stop] : [wakeUp, stop];
}

/** U7: closed actions stay, and the sentence below says why. */
export async function PlanActions({ subscription, writing }: Situation) {
  const t = await getTranslations("subscriptions");
  const app = await getTranslations("app");
  const situation = { subscription, writing };
  const words = { close: app("close"), cancel: app("cancel") };
  const closed = subscription.status === "stopped";
  const steps = [
    { label: t("actions.change"), form: changeForm(t, situation, words.close) },
    ...switches(t, situation, words),
  ];
  return (
    <div className="no-print flex max-w-md flex-col items-end gap-1 max-sm:items-start">
      <PlanButtons steps={steps} close={words.close} whyId={closed ? whyId : null} />
      {closed && (
        <p id={whyId} className="text-right text-xs text-soft max-sm:text-left">
          {t("notices.stopped")}
        </p>
      )}
    </div>
  );
}
