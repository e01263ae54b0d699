import type { EventName } from "@/lib/kernel/events";
import { settlementHourUtc } from "@/lib/features/settlement/model";
import { env } from "@/lib/platform/env";
import { fireTimer, type TimerSpec } from "@/lib/platform/timers";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const subscriptionHourUtc = 4;

type Timer = TimerSpec & { readonly events: readonly EventName[] };

/** What happens by the clock (domain.md 8.1). All of it can be caught up after a night of downtime. */
export const timers: readonly Timer[] = [
  {
    name: "settlement",
    work: "settlement",
    events: ["payments.settle", "refunds.settle"],
    everyMs: dayMs,
    offsetMs: settlementHourUtc * hourMs,
  },
  {
    name: "confirmation",
    work: "confirmation",
    events: ["payments.confirm", "refunds.confirm"],
    everyMs: minuteMs,
    offsetMs: 0,
  },
  { name: "expiry", work: "expiry", events: ["payments.expire"], everyMs: minuteMs, offsetMs: 0 },
  {
    name: "reservation_end",
    work: "reservation_end",
    events: ["payments.end_reservations", "refunds.end_suspensions"],
    everyMs: 5 * minuteMs,
    offsetMs: 0,
  },
  {
    name: "waiting_refunds",
    work: "waiting_refunds",
    events: ["refunds.try_waiting"],
    everyMs: minuteMs,
    offsetMs: 0,
  },
  { name: "renewals", work: "renewals", events: ["authorisations.renew"], everyMs: minuteMs, offsetMs: 0 },
  { name: "splits", work: "splits", events: ["authorisations.split"], everyMs: minuteMs, offsetMs: 0 },
  { name: "hope_runs", work: "hope_runs", events: ["authorisations.hope"], everyMs: minuteMs, offsetMs: 0 },
  {
    name: "chain_calls",
    work: "chain_calls",
    events: ["authorisations.recover"],
    everyMs: minuteMs,
    offsetMs: 0,
  },
  { name: "lapses", work: "lapses", events: ["authorisations.lapse"], everyMs: minuteMs, offsetMs: 0 },
  { name: "pushes", work: "pushes", events: ["pushes.wake"], everyMs: minuteMs, offsetMs: 0 },
  {
    name: "communications",
    work: "communications",
    events: ["communications.wake"],
    everyMs: minuteMs,
    offsetMs: 0,
  },
  {
    name: "data_requests",
    work: "data_requests",
    events: ["data_requests.expire"],
    everyMs: minuteMs,
    offsetMs: 0,
  },
  { name: "reports", work: "reports", events: ["reports.wake"], everyMs: minuteMs, offsetMs: 0 },
  {
    name: "folders",
    work: "folders",
    events: ["files.exchange"],
    everyMs: minuteMs,
    offsetMs: 0,
    isOn: () => env().filesFolder !== null,
  },
  { name: "nonces", work: "nonces", events: ["nonces.purge"], everyMs: hourMs, offsetMs: 0 },
  { name: "reminders", work: "reminders", events: ["invoices.remind"], everyMs: hourMs, offsetMs: 0 },
  {
    name: "subscriptions",
    work: "subscriptions",
    events: ["subscriptions.run"],
    everyMs: hourMs,
    offsetMs: 0,
    lagMs: subscriptionHourUtc * hourMs,
  },
];

/** The names that the queue knows the timers by. */
export const timerTasks: Readonly<Record<string, () => Promise<void>>> = Object.fromEntries(
  timers.map((timer) => [
    `timer:${timer.name}`,
    async () => {
      await fireTimer(timer);
    },
  ]),
);
