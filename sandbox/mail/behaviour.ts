/** At this domain and those below it, the local part of an address says what becomes of its mails. */
const domain = "bounce.example";

type Refusal = { readonly code: number; readonly text: string };
export type ReportKind =
  | "unknown_user"
  | "unknown_user_in_words"
  | "mailbox_full"
  | "spam"
  | "gave_up"
  | "delayed"
  | "automatic_reply"
  | "complaint"
  | "unreadable";

export type Behaviour = {
  /** Said to RCPT TO. */
  readonly refuse?: Refusal;
  /** The same, so many times; then it is taken. */
  readonly refuseTimes?: { readonly times: number; readonly refusal: Refusal };
  /** Said after the mail. */
  readonly refuseData?: Refusal;
  /** Takes the mail and hangs up without a word. */
  readonly hangsUp?: boolean;
  /** Comes back to the return path when the mail was taken. */
  readonly report?: ReportKind;
};

const greylisted: Refusal = { code: 451, text: "4.2.0 Greylisted, please try again later" };
const noSuchUser = "5.1.1 The email account that you tried to reach does not exist";

/** The local part, or what stands before its first digit, dot or plus. */
const table: Readonly<Record<string, Behaviour>> = {
  nosuch: { refuse: { code: 550, text: noSuchUser } },
  nohost: { refuse: { code: 550, text: "5.1.2 Host or domain name not found" } },
  full: { refuse: { code: 552, text: "5.2.2 Mailbox full" } },
  disabled: { refuse: { code: 550, text: "5.2.1 The account is disabled" } },
  spam: { refuseData: { code: 554, text: "5.7.1 Message rejected as spam by content filter" } },
  large: { refuseData: { code: 552, text: "5.3.4 Message size exceeds the fixed maximum" } },
  later: { refuseTimes: { times: 1, refusal: greylisted } },
  never: { refuse: { code: 451, text: "4.4.1 No answer from host, try again later" } },
  lost: { hangsUp: true },
  "late-nosuch": { report: "unknown_user" },
  "late-nosuch-words": { report: "unknown_user_in_words" },
  "late-full": { report: "mailbox_full" },
  "late-spam": { report: "spam" },
  "late-gaveup": { report: "gave_up" },
  delayed: { report: "delayed" },
  away: { report: "automatic_reply" },
  complaint: { report: "complaint" },
  unreadable: { report: "unreadable" },
};

const isHere = (host: string) => host === domain || host.endsWith(`.${domain}`);

const counted = ({ refuseTimes, ...rest }: Behaviour, times: number): Behaviour =>
  refuseTimes === undefined ? rest : { refuseTimes: { ...refuseTimes, times: Math.max(1, times) } };

/** What becomes of a mail to this address. `later3@bounce.example` is refused three times. */
export function behaviourOf(address: string): Behaviour {
  const parts = /^([a-z-]+?)-?(\d*)(?:[.+].*)?@(.+)$/.exec(address.toLowerCase());
  if (parts === null || !isHere(parts[3] ?? "")) return {};
  const name = parts[1] ?? "";
  return Object.hasOwn(table, name) ? counted(table[name] ?? {}, Number(parts[2])) : {};
}
