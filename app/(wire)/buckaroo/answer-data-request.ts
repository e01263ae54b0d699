import {
  createDataRequest,
  type CreatedDataRequest,
  type NewDataRequest,
  type Work,
} from "@/lib/features/data-requests/commands/create-data-request";
import { decideWanted, type RequestError } from "@/lib/features/data-requests/model";
import { Asked } from "@/lib/features/parameters/model";
import { dataRequestAnswer, type BuckarooCall } from "@/lib/wire/buckaroo/data-request";
import type { Caller } from "@/lib/web/endpoint";
import { statusOf } from "@/app/(wire)/buckaroo/status";
import { workFor } from "@/app/(wire)/buckaroo/works";

export type CallContext = {
  readonly caller: Caller;
  readonly channel: "json" | "batch";
  readonly correlationId: string;
  /** Of the header, where the body says none. */
  readonly culture: string | null;
};

function wishOf(call: BuckarooCall, { caller, ...context }: CallContext): NewDataRequest {
  const { service, action, parameters, currency, originalKey, ...rest } = call;
  const original =
    originalKey === null
      ? []
      : [{ name: "InitialTransaction", groupType: null, groupId: null, value: originalKey }];
  const amount =
    call.amountDebit === null
      ? []
      : [{ name: "Amount", groupType: null, groupId: null, value: call.amountDebit }];
  return {
    ...rest,
    ...context,
    websiteId: caller.websiteId,
    culture: call.culture ?? context.culture,
    service,
    action,
    currency,
    asked: new Asked([...parameters, ...original, ...amount], currency),
  };
}

const refusing =
  (errors: readonly RequestError[]): Work =>
  () =>
    Promise.resolve({
      beginning: "refuse_input",
      errors,
      ...(errors[0] === undefined ? {} : { text: errors[0].message }),
    });

function answerOf(wish: NewDataRequest, created: CreatedDataRequest): object {
  const { key, code, text, at, redirectUrl, outputs, errors } = created;
  return dataRequestAnswer({
    key,
    invoice: wish.invoice,
    order: wish.order,
    service: wish.service,
    action: wish.action,
    status: statusOf(code, text, at),
    isTest: wish.isTest,
    outputs,
    custom: wish.custom,
    additional: wish.additional,
    redirectUrl,
    errors,
  });
}

export type AnsweredCall = { readonly body: object; readonly dataRequestId: string };

/** Every call that was understood is a request from then on, also the one that is 491. */
export async function answerDataRequest(call: BuckarooCall, context: CallContext): Promise<AnsweredCall> {
  const given = wishOf(call, context);
  const decided = decideWanted(
    { service: given.service, action: given.action, parameters: given.asked.parameters },
    given.currency,
  );
  const { actor } = context.caller;
  const wish = "wanted" in decided ? { ...given, ...decided.wanted } : given;
  const prepared =
    "wanted" in decided
      ? await workFor(actor, wish, decided.wanted)
      : { work: refusing(decided.errors), id: undefined };
  const created = await createDataRequest(actor, wish, prepared.work, prepared.id);
  return { body: answerOf(wish, created), dataRequestId: created.id };
}
