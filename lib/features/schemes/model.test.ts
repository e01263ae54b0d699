import { describe, expect, it } from "vitest";
import {
  comingSteps,
  decideBackup,
  decideSending,
  decideSteps,
  isDue,
  isReminderTime,
  nextStep,
  planInstalments,
  runsSteps,
  type Reach,
  type WantedStep,
} from "@/lib/features/schemes/model";

const mail: WantedStep = {
  daysAfterDue: 0,
  action: "reminder",
  channel: "email",
  fallbackChannel: "sms",
  feeMinor: 0,
};
const costs: WantedStep = {
  ...mail,
  action: "admin_costs",
  channel: null,
  fallbackChannel: null,
  feeMinor: 1500,
};
const on = (step: WantedStep, daysAfterDue: number): WantedStep => ({ ...step, daysAfterDue });

function stepsOf(...wanted: WantedStep[]) {
  const decided = decideSteps(wanted);
  if ("problem" in decided) throw new Error(decided.problem);
  return decided.steps;
}

describe("the steps of a scheme", () => {
  it.each([
    [[], "no_steps", 1],
    [Array.from({ length: 51 }, () => mail), "too_many_steps", 51],
    [[on(mail, 7), on(mail, 6)], "days_fall", 2],
    [[on(mail, -61)], "days_out_of_range", 1],
    [[on(mail, 731)], "days_out_of_range", 1],
    [[{ ...mail, channel: null }], "channel_missing", 1],
    [[mail, { ...costs, channel: "sms" }], "channel_not_used", 2],
    [[{ ...mail, fallbackChannel: "email" }], "same_fallback", 1],
    [[{ ...costs, feeMinor: 0 }], "fee_missing", 1],
    [[{ ...costs, feeMinor: -1 }], "fee_out_of_range", 1],
    [[{ ...costs, action: "collection_agency", feeMinor: 0 }, on(mail, 9)], "after_the_end", 2],
  ] as const)("%# are refused: %j", (steps, problem, position) => {
    expect(decideSteps(steps as readonly WantedStep[])).toEqual({ problem, position });
  });

  it("are numbered in their order", () => {
    expect(stepsOf(on(mail, -7), mail, costs).map(({ position }) => position)).toEqual([1, 2, 3]);
  });
});

describe("what comes when", () => {
  const steps = stepsOf(on(mail, -14), on(mail, 7), on(costs, 7), on(mail, 14));
  const walk = { dueOn: "2026-03-20", steps, position: 0, doneOn: null };
  const days = (from: object) => comingSteps({ ...walk, ...from }).map(({ day }) => day);

  it("counts from the due day, over the end of a month", () => {
    expect(days({})).toEqual(["2026-03-06", "2026-03-27", "2026-03-27", "2026-04-03"]);
    expect(days({ position: 2, doneOn: "2026-03-27" })).toEqual(["2026-03-27", "2026-04-03"]);
    expect(nextStep({ ...walk, position: 4, doneOn: "2026-04-03" })).toBeNull();
  });

  it("sends one message a day where it is behind, in order", () => {
    expect(days({ position: 1, doneOn: "2026-05-01" })).toEqual(["2026-05-02", "2026-05-02", "2026-05-02"]);
    const mails = stepsOf(mail, on(mail, 1), on(mail, 2));
    expect(
      comingSteps({ ...walk, steps: mails, position: 1, doneOn: "2026-05-01" }).map(({ day }) => day),
    ).toEqual(["2026-05-02", "2026-05-03"]);
  });

  it("goes by the merchant's own day and clock", () => {
    const first = comingSteps(walk)[0];
    if (first === undefined) throw new Error("no step");
    const evening = new Date("2026-03-05T23:30:00Z");
    expect(isDue(first, evening, "Europe/Amsterdam")).toBe(true);
    expect(isDue(first, evening, "UTC")).toBe(false);
    expect(isReminderTime(evening, "Europe/Amsterdam")).toBe(false);
    expect(isReminderTime(new Date("2026-03-06T07:00:00Z"), "Europe/Amsterdam")).toBe(true);
    expect(isReminderTime(new Date("2026-03-06T19:00:00Z"), "Europe/Amsterdam")).toBe(false);
  });

  it("leaves test invoices alone, unless their description asks", () => {
    expect(runsSteps({ isTest: false, description: null })).toBe(true);
    expect(runsSteps({ isTest: true, description: "x buckaroo_schema_test_" })).toBe(false);
    expect(runsSteps({ isTest: true, description: "buckaroo_schema_test_1" })).toBe(true);
  });
});

describe("the channel of a message", () => {
  const reach = (email: Reach["email"], sms: Reach["sms"]): Reach => ({ email, sms });

  it("is the step's own, else its backup, else none", () => {
    expect(decideSending(mail, reach(null, null))).toEqual({ channel: "email", isBackup: false });
    expect(decideSending(mail, reach("suppressed", null))).toEqual({ channel: "sms", isBackup: true });
    expect(decideSending(mail, reach("unreachable", "no_address"))).toEqual({
      problems: [
        { channel: "email", reason: "unreachable" },
        { channel: "sms", reason: "no_address" },
      ],
    });
    expect(decideSending({ channel: "email", fallbackChannel: null }, reach("no_address", null))).toEqual({
      problems: [{ channel: "email", reason: "no_address" }],
    });
  });

  it("after a bounce is the backup, once", () => {
    const sent = { ...mail, outcome: "sent" };
    expect(decideBackup(sent, "email", reach(null, null))).toEqual({ ok: true, value: "sms" });
    expect(decideBackup(sent, "email", reach(null, "suppressed")).ok).toBe(false);
    expect(decideBackup({ ...sent, outcome: "sent_backup" }, "email", reach(null, null)).ok).toBe(false);
    expect(decideBackup({ ...sent, fallbackChannel: null }, "email", reach(null, null)).ok).toBe(false);
  });
});

it("a plan comes in instalments that are the sum, a month apart", () => {
  const parts = planInstalments(10_000, { count: 3, startOn: "2026-01-31" });
  expect(parts.map(({ amountMinor }) => amountMinor)).toEqual([3_334, 3_333, 3_333]);
  expect(parts.map(({ dueOn }) => dueOn)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31"]);
});
