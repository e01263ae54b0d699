import type { FlowName } from "@/app/(portal)/help/statuses/flow-words";
import type { DataRequestCode } from "@/lib/features/data-requests/model";
import type { PaymentStatus } from "@/lib/features/payments/model";
import type { PushState } from "@/lib/features/pushes/model";
import type { RefundStatus } from "@/lib/features/refunds/model";
import type { SettleCode } from "@/lib/features/settlement/model";

/** The five systems, each with the language of its own words. */
export const systems = {
  trust: { name: "Trust Payments", language: "en" },
  buckaroo: { name: "Buckaroo", language: "nl" },
  computop: { name: "Computop", language: "en" },
  flatpay: { name: "Flatpay", language: "fi" },
  paynow: { name: "Paynow", language: "pl" },
} as const;
export type System = keyof typeof systems;
export const systemNames = Object.keys(systems) as readonly System[];

type SystemWords = Readonly<Partial<Record<System, readonly string[]>>>;

/** Architecture.md 1, domain.md 7.1, 4.2 and 5.2. A code stands in front of its word. */
const payment: Readonly<Record<PaymentStatus, SystemWords>> = {
  started: { paynow: ["ROZPOCZĘTA (NEW)"] },
  pending: {
    trust: ["10 settling"],
    buckaroo: [
      "790 Wacht op invoer",
      "791 In behandeling",
      "792 Wachten op de consument",
      "793 In de wacht",
      "794 Wacht op goedkeuring",
    ],
    computop: ["PENDING", "AUTHORIZE_REQUEST", "HOPE_PENDING"],
    paynow: ["OCZEKUJĄCA (PENDING)"],
  },
  authorised: {
    trust: ["0 pending", "1 pending, manual override", "2 suspended", "10 settling"],
    computop: ["ACTIVE", "SPLIT_PENDING", "STOPPED"],
    flatpay: ["Valtuutettu"],
  },
  completed: {
    trust: ["100 settled"],
    buckaroo: ["190 Geslaagd"],
    computop: ["CAPTURED"],
    flatpay: ["Suoritettu"],
    paynow: ["PRZYJĘTA (CONFIRMED)"],
  },
  rejected: {
    trust: ["3 cancelled (70000)"],
    buckaroo: ["690 Afgewezen"],
    computop: ["FAILED (severity 2)"],
    flatpay: ["Epäonnistunut"],
    paynow: ["ODRZUCONA (REJECTED)"],
  },
  retried: { trust: ["3 cancelled"], paynow: ["PONOWIONA (ABANDONED)"] },
  expired: {
    trust: ["3 cancelled"],
    computop: ["LAPSED"],
    flatpay: ["Peruutettu"],
    paynow: ["PRZETERMINOWANA (EXPIRED)"],
  },
  failed: {
    trust: ["3 cancelled"],
    buckaroo: ["490 Mislukt", "491 Validatie mislukt", "492 Technische fout"],
    computop: ["FAILED (severity 4)"],
    flatpay: ["Epäonnistunut"],
    paynow: ["NIEUDANA (ERROR)"],
  },
  cancelled: {
    trust: ["3 cancelled"],
    buckaroo: ["890 Geannuleerd door consument", "891 Geannuleerd door merchant"],
    computop: ["REVERSED", "LAPSED"],
    flatpay: ["Peruutettu"],
  },
};

/** Domain.md 1.2.1 with 7.1: only Trust Payments has words for how the money moves. */
const settle: Readonly<Record<SettleCode, SystemWords>> = {
  "0": { trust: ["0 pending"] },
  "1": { trust: ["1 pending, manual override"] },
  "2": { trust: ["2 suspended"], computop: ["ACTIVE"], flatpay: ["Valtuutettu"] },
  "3": {
    trust: ["3 cancelled / reversed"],
    computop: ["REVERSED", "LAPSED"],
    flatpay: ["Peruutettu", "Epäonnistunut"],
  },
  "10": { trust: ["10 settling"] },
  "100": { trust: ["100 settled"], computop: ["CAPTURED"], flatpay: ["Suoritettu"] },
};

/** Domain.md 5.4 (refund transitions), 2.2, 4.2; TP-21, TP-22. */
const refund: Readonly<Record<RefundStatus, SystemWords>> = {
  awaiting_approval: { buckaroo: ["794 Wacht op goedkeuring"] },
  requested: { paynow: ["NEW"] },
  awaiting_balance: { paynow: ["NEW (zwroty oczekujące)"] },
  accepted: { trust: ["0 pending", "1 pending, manual override", "2 suspended"] },
  sent: { trust: ["10 settling"], buckaroo: ["791 In behandeling"], paynow: ["PENDING"] },
  unknown: {},
  done: {
    trust: ["100 settled"],
    buckaroo: ["190 Geslaagd"],
    flatpay: ["Palautettu"],
    paynow: ["SUCCESSFUL"],
  },
  failed: {
    trust: ["3 cancelled (70000)"],
    buckaroo: ["490 Mislukt", "690 Afgewezen"],
    computop: ["FAILED"],
    paynow: ["FAILED"],
  },
  cancelled: { trust: ["3 cancelled"], paynow: ["CANCELLED"] },
  rejected: { buckaroo: ["891 Geannuleerd door merchant"] },
};

/** Domain.md 2.2. */
const dataRequest: Readonly<Record<`${DataRequestCode}`, SystemWords>> = {
  "190": { buckaroo: ["190 Geslaagd"] },
  "490": { buckaroo: ["490 Mislukt"] },
  "491": { buckaroo: ["491 Validatie mislukt"] },
  "492": { buckaroo: ["492 Technische fout"] },
  "690": { buckaroo: ["690 Afgewezen"] },
  "790": { buckaroo: ["790 Wacht op invoer"] },
  "791": { buckaroo: ["791 In behandeling"] },
  "792": { buckaroo: ["792 Wachten op de consument"] },
  "793": { buckaroo: ["793 In de wacht"] },
  "794": { buckaroo: ["794 Wacht op goedkeuring"] },
  "890": { buckaroo: ["890 Geannuleerd door consument"] },
  "891": { buckaroo: ["891 Geannuleerd door merchant"] },
};

/** Domain.md 2.6, 5.4 and 7.4. */
const push: Readonly<Record<PushState, SystemWords>> = {
  pending: { buckaroo: ["PENDING"], paynow: ["PENDING"] },
  retrying: { buckaroo: ["RETRYING"], paynow: ["RETRYING"] },
  delivered: { buckaroo: ["DELIVERED"], paynow: ["DELIVERED"] },
  exhausted: { buckaroo: ["FAILED"], paynow: ["EXHAUSTED"] },
  no_address: { paynow: ["BLOCKED"] },
  will_not_send: {},
};

export const otherWords: Readonly<Record<FlowName, Readonly<Record<string, SystemWords>>>> = {
  payment,
  settle,
  refund,
  data_request: dataRequest,
  push,
};
