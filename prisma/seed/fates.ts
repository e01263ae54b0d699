import { likelyDomain } from "@/lib/kernel/mail-domains";
import type { Attempted } from "@/lib/features/communications/jobs/attempt";
import { writeServiceTold } from "@/lib/wire/mail-reports/service-report";
import type { ReportKind } from "@/sandbox/mail/behaviour";
import { reportOf } from "@/sandbox/mail/reports";
import type { Random } from "@/sandbox/people/random";
import { dealt, hourMs, minuteMs } from "./setting";

type Outcome = Attempted["outcome"];
/** What comes back about a message, and how long after it went out. */
export type Answer = { readonly source: "smtp" | "sms"; readonly raw: Buffer; readonly afterMs: number };
export type Sent = {
  readonly addressee: string;
  readonly subject: string;
  readonly messageId: string;
  readonly returnPath: string;
  readonly at: Date;
};
export type Fate = {
  /** At the n-th time that it is handed over, from 1. */
  readonly outcome: (attempt: number) => Outcome;
  readonly answer?: (sent: Sent) => Answer;
};

const queuedAs = (random: Random) => random.between(0x10000000, 0x7fffffff).toString(16).toUpperCase();

const accepted = (random: Random): Outcome => ({
  kind: "accepted",
  reply: `250 2.0.0 Ok: queued as ${queuedAs(random)}`,
});
const refused = (isHard: boolean, code: string, reply: string): Outcome => ({
  ...{ kind: "refused", isHard, code },
  reply,
});

const refusals: Readonly<Record<string, Outcome>> = {
  nosuch: refused(true, "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist"),
  nohost: refused(true, "5.1.2", "550 5.1.2 Host or domain name not found"),
  full: refused(true, "5.2.2", "552 5.2.2 Mailbox full"),
  disabled: refused(true, "5.2.1", "550 5.2.1 The account is disabled"),
  policy: refused(true, "5.7.1", "554 5.7.1 Message rejected as spam by content filter"),
  large: refused(true, "5.3.4", "552 5.3.4 Message size exceeds fixed maximum message size"),
  never: refused(false, "4.4.1", "451 4.4.1 No answer from host, try again later"),
};
const greylisted = refused(false, "4.2.0", "451 4.2.0 Greylisted, please try again later");
const lost: Outcome = { kind: "lost", reason: "the connection ended before the server answered" };

const mailFates = {
  ...{ nosuch: 3, nohost: 1, full: 2, disabled: 2, policy: 1.5, large: 1, never: 2, lost: 8, greylisted: 5 },
  ...{ unknown_user: 4, unknown_user_in_words: 2, mailbox_full: 3, spam: 1.5, gave_up: 2, complaint: 3 },
  ...{ delayed: 3, automatic_reply: 4, unreadable: 2.5 },
};
const reportKinds: readonly ReportKind[] = [
  ...(["unknown_user", "unknown_user_in_words", "mailbox_full", "spam", "gave_up"] as const),
  ...(["delayed", "automatic_reply", "complaint", "unreadable"] as const),
];
/** The others come within seconds. */
const waits: Readonly<Partial<Record<ReportKind, readonly [from: number, to: number]>>> = {
  gave_up: [30 * hourMs, 40 * hourMs],
  delayed: [4 * hourMs, 5 * hourMs],
  automatic_reply: [3_000, 5 * minuteMs],
  complaint: [10 * minuteMs, 20 * hourMs],
};

function reported(random: Random, kind: ReportKind): Fate {
  const [from, to] = waits[kind] ?? [1_500, 40_000];
  const afterMs = random.between(from, to);
  const taken = accepted(random);
  return {
    outcome: () => taken,
    answer: ({ messageId, subject, ...sent }) => {
      const headers = `Message-ID: <${messageId}>\nTo: ${sent.addressee}`;
      const mail = { ...sent, headers, messageId: `<${messageId}>`, subject };
      return { source: "smtp", raw: reportOf(kind, mail), afterMs };
    },
  };
}

function mailFate(random: Random, addressee: string): Fate {
  const isMisspelled = likelyDomain(addressee.split("@").at(-1) ?? "") !== null;
  const name = dealt(random, isMisspelled ? { nohost: 60, unknown_user: 40 } : mailFates);
  const kind = reportKinds.find((word) => word === name);
  if (kind !== undefined) return reported(random, kind);
  const taken = accepted(random);
  if (name === "lost") return { outcome: () => lost };
  if (name === "greylisted") return { outcome: (attempt) => (attempt === 1 ? greylisted : taken) };
  return { outcome: () => refusals[name ?? ""] ?? taken };
}

const phoneFates: Readonly<Record<string, readonly [code: string | null, reason: string]>> = {
  switchedOff: ["unreachable", "absent subscriber: the phone is switched off"],
  expired: ["expired", "validity period expired"],
  rejected: ["rejected", "rejected by operator"],
  unknown: ["invalid_number", "unknown subscriber"],
};
const phoneShares = { switchedOff: 14, expired: 12, rejected: 7, unknown: 12 };

function phoneFate(random: Random): Fate {
  const reference = `sms-${queuedAs(random).toLowerCase()}`;
  const name = dealt(random, phoneShares);
  const [code, reason] = phoneFates[name ?? ""] ?? [null, "delivered to handset"];
  const event = name === null ? "delivered" : "bounced";
  const told = {
    channel: "sms",
    websiteId: null,
    event,
    reason,
    ...(code === null ? {} : { code }),
  } as const;
  const afterMs = name === "expired" ? 24 * hourMs : random.between(2_000, 30_000);
  return {
    outcome: () => ({ kind: "accepted", reference, reply: "accepted" }),
    answer: () => ({ source: "sms", raw: writeServiceTold(told), afterMs }),
  };
}

/** What becomes of one message, decided before it is sent. */
export const dealFate = (random: Random, channel: string, addressee: string): Fate =>
  channel === "sms" ? phoneFate(random) : mailFate(random, addressee);
