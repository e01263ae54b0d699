import { z } from "zod";
import type { BounceClass } from "@/lib/kernel/bounces";
import {
  communicationKinds,
  type Channel,
  type CommunicationKind,
  type CommunicationState,
} from "@/lib/kernel/communications";
import { err, ok, type Result } from "@/lib/kernel/result";
import { isDataRequestCode, isDefinitive } from "@/lib/features/data-requests/model";
import { paymentFlow, paymentStatuses } from "@/lib/features/payments/model";

export type ResendRefusal =
  | "not_found"
  /** Nobody knows which message it was about (BK-E5). */
  | "no_message"
  | "complained"
  /** What became of it is known by now. */
  | "known_now"
  /** It opens somebody's account: sent to another address, it would give the account away. */
  | "private"
  /** BK-10. */
  | "too_soon"
  | "wrong_address"
  | "suppressed";

/** BK-10: one resend of a bounce in so many seconds. */
const resendPauseSeconds = 60;

export type ResendFacts = {
  readonly class: string;
  /** Of the message that bounced; null where it is not known. */
  readonly kind: string | null;
  readonly resentAt: Date | null;
};

const privateKinds: readonly CommunicationKind[] = ["colleague_invitation", "password_reset"];
const complaint: BounceClass = "complaint";

const mayOpenAccount = (kind: CommunicationKind) => privateKinds.includes(kind);
const isTooSoon = (resentAt: Date | null, now: Date) =>
  resentAt !== null && now.getTime() - resentAt.getTime() < resendPauseSeconds * 1000;

const kindOf = (word: string): CommunicationKind | null =>
  communicationKinds.find((kind) => kind === word) ?? null;

/** Whether it may be sent again at all, to whatever address. */
export function maySendAgain(facts: ResendFacts, now: Date): Result<CommunicationKind, ResendRefusal> {
  const kind = facts.kind === null ? null : kindOf(facts.kind);
  if (facts.class === complaint) return err("complained");
  if (kind === null) return err("no_message");
  if (mayOpenAccount(kind)) return err("private");
  return isTooSoon(facts.resentAt, now) ? err("too_soon") : ok(kind);
}

export type DoubtFacts = Pick<ResendFacts, "resentAt"> & { readonly kind: string; readonly state: string };

const doubt: CommunicationState = "unknown";

/** Whether a message of which nobody knows whether it arrived may go out once more, which a person decides knowingly. */
export function mayRepeat({ kind: word, state, resentAt }: DoubtFacts, now: Date) {
  const kind = kindOf(word);
  if (kind === null) return err("no_message");
  if (mayOpenAccount(kind)) return err("private");
  if (isTooSoon(resentAt, now)) return err("too_soon");
  return state === doubt ? ok(kind) : err("known_now");
}

const email = z.email().max(254);
const phone = /^\+[1-9]\d{6,14}$/;

/** How an address is written to: without spaces around it, a number without spaces, dots or brackets within. */
export const tidyAddress = (channel: Channel, typed: string): string =>
  channel === "email" ? typed.trim() : typed.replace(/[\s().-]/g, "");

export type Listed = "hard_bounce" | "complaint" | null;

/** Whether an address may be written to; `listed`: as what it stands on the list of suppressed ones. */
export function decideAddress(
  channel: Channel,
  address: string,
  listed: Listed,
): Result<string, ResendRefusal> {
  const isAddress = channel === "email" ? email.safeParse(address).success : phone.test(address);
  if (!isAddress) return err("wrong_address");
  if (listed === "complaint") return err("complained");
  return listed === null ? ok(address) : err("suppressed");
}

/** As many as one click sends again. */
export const mostResends = 200;

export const toldChannel = (word: string): Channel => (word === "sms" ? "sms" : "email");

type About = { readonly payment: string | null; readonly dataRequest: number | null };

/** BK-E4: whether nothing can change any more what the message was about. */
export function isOver({ payment, dataRequest }: About): boolean {
  const status = paymentStatuses.find((word) => word === payment);
  if (status !== undefined) return Object.keys(paymentFlow[status]).length === 0;
  return dataRequest !== null && isDataRequestCode(dataRequest) && isDefinitive(dataRequest);
}
