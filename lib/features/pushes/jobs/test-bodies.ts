import type { PushFormat } from "@/lib/features/pushes/model";
import { keyOf, type BuckarooStatus } from "@/lib/wire/buckaroo/codes";
import { transactionForm } from "@/lib/wire/buckaroo/form-push";
import { jsonPush, transactionObject } from "@/lib/wire/buckaroo/json-push";
import { paynowBody } from "@/lib/wire/paynow/notification";
import { standardBody } from "@/lib/wire/standard-webhooks/body";
import { notificationBody } from "@/lib/wire/trust/notification";

type TestPush = {
  readonly id: string;
  readonly at: Date;
  readonly siteReference: string;
  readonly websiteKey: string;
};

/** No order of the shop has this name, and a cent that is pending pays for nothing. */
const name = "COUNTERFOIL-TEST";
const cent = { amount: "0.01", currency: "EUR" };
const pending = (at: Date): BuckarooStatus => ({ code: 791, sub: null, at });

const buckaroo = ({ id, at }: TestPush) => ({
  ...{ key: keyOf(id), relatedKey: null, invoice: name, order: name, customerName: null, type: null },
  ...{ ...cent, status: pending(at), isTest: true },
});

function trustBody({ id, at, siteReference }: TestPush): string {
  return notificationBody(
    {
      ...{ type: "AUTH", outcome: "failed", accountType: "ECOM", siteReference },
      ...{ transactionReference: name, parentTransactionReference: null, orderReference: name },
      ...{ currency: "EUR", baseAmount: 1, settleBaseAmount: 1, settleStatus: 3, settleDueDate: null },
      ...{ authCode: null, acquirerCode: null, card: null, operator: name, startedAt: at, settledAt: null },
    },
    { request: name, notification: id },
  );
}

/** A message that a receiver can verify and that tells of nothing that happened. */
export const testBodies: Readonly<Record<PushFormat, (test: TestPush) => string>> = {
  standard: ({ at }) => standardBody("test", at, { isTest: true }),
  "buckaroo-form": (test) =>
    transactionForm({ ...buckaroo(test), method: "ideal", websiteKey: test.websiteKey }),
  "buckaroo-json": (test) =>
    jsonPush("Transaction", transactionObject({ ...buckaroo(test), service: "ideal" })),
  paynow: ({ at }) => paynowBody({ paymentId: name, externalId: name, status: "NEW", modifiedAt: at }),
  trust: trustBody,
};
