import type { Actor } from "@/lib/kernel/access";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { hearWordIn } from "@/lib/features/data-requests/commands/hear-bank";
import { returnAddress } from "@/lib/features/data-requests/commands/links";
import type { NewDataRequest, Work, Worked } from "@/lib/features/data-requests/commands/create-data-request";
import {
  findMandate,
  insertMandate,
  mandateOutputs,
  type StoredMandate,
} from "@/lib/features/data-requests/commands/mandate-rows";
import {
  lifetimesMs,
  output,
  refusedFor,
  type Outcome,
  type Wanted,
} from "@/lib/features/data-requests/model";
import { decideModification, decideWithdrawal, type MandateRefusal } from "@/lib/features/mandates/model";
import { bank } from "@/lib/platform/bank/bank";
import type { BankPort, BankReply, MandateAtBank, MandateWish } from "@/lib/platform/bank/port";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { reading, type Db, type Tx } from "@/lib/platform/tx";

/** What has to be asked at the bank is asked before anything is written; the work then books the answer. */
export type Prepared = { readonly work: Work; readonly id?: string };
type Call = {
  readonly actor: Actor;
  readonly wish: NewDataRequest;
  readonly wanted: Wanted;
  readonly id: string;
  readonly at: BankPort;
};

const words: Readonly<Record<MandateRefusal, readonly [name: string, message: string]>> = {
  unknown_mandate: ["MandateId", "No such mandate."],
  mandate_id_used: ["MandateId", "There is a mandate with this MandateId."],
  not_signed: ["OriginalMandateId", "Only a signed mandate can be modified."],
  ended_before: ["MandateId", "The mandate has ended before."],
};
const refuse = (wanted: Wanted, reason: MandateRefusal): Outcome => refusedFor(wanted, ...words[reason]);
const outcome = (worked: Worked): Prepared => ({ work: () => Promise.resolve(worked) });

const silence = ({ exchange }: BankReply<unknown>): Worked => ({
  beginning: "error",
  text: "The bank gave no answer.",
  exchanges: [exchange],
});

async function issuers({ at }: Call): Promise<Prepared> {
  const reply = await at.issuers();
  if (reply.value === null) return outcome(silence(reply));
  const outputs = reply.value.flatMap(({ id, name }, index) =>
    [output("IssuerId", id, "Issuer"), output("IssuerName", name, "Issuer")].map((one) => ({
      ...one,
      groupId: (index + 1).toString(),
    })),
  );
  return outcome({ beginning: "accept", outputs, exchanges: [reply.exchange] });
}

const own = (db: Db, { actor, wish, wanted }: Call, mandateId: string) =>
  findMandate(db, actor.scope, { websiteId: wish.websiteId, scheme: wanted.service, mandateId });

/** Why the wish cannot be, or null. */
async function refusalOf(db: Db, call: Call, mandateId: string): Promise<MandateRefusal | null> {
  const taken = await db.mandate.findFirst({
    where: { merchantId: call.actor.scope, mandateId },
    select: { id: true },
  });
  if (taken !== null) return "mandate_id_used";
  if (call.wanted.action !== "ModifyMandate") return null;
  const original = await own(db, call, call.wish.asked.text("OriginalMandateId") ?? "");
  if (original === null) return "unknown_mandate";
  const decided = decideModification(original.status);
  return decided.ok ? null : decided.error;
}

async function wishFor(call: Call, mandateId: string, expiresAt: Date): Promise<MandateWish> {
  const { actor, wish, wanted, id: requestId } = call;
  const { asked } = wish;
  const website = await reading(actor.scope, (db) =>
    db.website.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: actor.scope, id: wish.websiteId } },
      select: { name: true },
    }),
  );
  const minor = asked.minor("MaxAmount");
  return {
    requestId,
    scheme: wanted.service === "emandateb2b" ? "emandateb2b" : "emandate",
    creditor: website.name,
    mandateId,
    debtorReference: asked.text("DebtorReference") ?? "",
    bankId: asked.text("DebtorBankId"),
    isRecurring: asked.whole("SequenceType") === 1,
    reason: asked.text("EMandateReason") ?? "",
    maxAmount: minor === null ? null : { minor, currency: asked.currency },
    language: asked.text("Language") ?? "nl",
    returnUrl: returnAddress({ scope: actor.scope, dataRequestId: requestId, until: expiresAt }),
    notifyUrl: new URL("/bank/notifications", env().baseUrl).href,
    expiresAt,
  };
}

/** The return address outlives the request by so much: people come back late. */
const graceMs = 86_400_000;

async function open(call: Call): Promise<Prepared> {
  const { actor, wish, wanted, id, at } = call;
  const mandateId = wish.asked.text("MandateId") ?? `M-${id.replaceAll("-", "").slice(-16).toUpperCase()}`;
  const refused = await reading(actor.scope, (db) => refusalOf(db, call, mandateId));
  if (refused !== null) return outcome(refuse(wanted, refused));
  const expiresAt = new Date(now().getTime() + lifetimesMs.redirect);
  const asked = await wishFor(call, mandateId, new Date(expiresAt.getTime() + graceMs));
  const reply = await at.open({ ...asked, expiresAt });
  if (reply.value === null) return { ...outcome(silence(reply)), id };
  const { reference, address } = reply.value;
  const work: Work = async (tx) => {
    // Another call may have taken the name while the bank was asked.
    const late = await refusalOf(tx.db, call, mandateId);
    if (late !== null) return refuse(wanted, late);
    return {
      beginning: "need_input",
      outputs: [output("MandateId", mandateId), output("EmandateStatus", "Open")],
      references: { redirectUrl: address, bankReference: reference, expiresAt },
      exchanges: [reply.exchange],
      write: (written, dataRequestId) => writeMandate(written, dataRequestId, call, mandateId),
    };
  };
  return { work, id };
}

async function writeMandate(tx: Tx, dataRequestId: string, { wish, wanted }: Call, mandateId: string) {
  const originalMandateId = wish.asked.text("OriginalMandateId");
  await insertMandate(tx, dataRequestId, wish, { scheme: wanted.service, mandateId, originalMandateId });
  const runAt = nextInquiryAt(tx.now, 4);
  await tx.emit(
    "data_request.ask_bank",
    { dataRequestId, asked: 4 },
    { runAt, key: `bank:${dataRequestId}` },
  );
}

/** Asks the bank about a mandate of the website, or withdraws it, and tells how it stands then. */
async function about(
  call: Call,
  ask: (reference: string) => Promise<BankReply<MandateAtBank>>,
  refusal: (mandate: StoredMandate) => MandateRefusal | null,
): Promise<Prepared> {
  const { actor, wish, wanted } = call;
  const mandate = await reading(actor.scope, (db) => own(db, call, wish.asked.text("MandateId") ?? ""));
  const reference = mandate?.request.bankReference;
  if (mandate == null || reference == null) return outcome(refuse(wanted, "unknown_mandate"));
  const refused = refusal(mandate);
  if (refused !== null) return outcome(refuse(wanted, refused));
  const reply = await ask(reference);
  const told = reply.value;
  if (told === null) return outcome(silence(reply));
  const work: Work = async (tx) => {
    const booked = await hearWordIn(tx, mandate.dataRequestId, told, wanted.action === "CancelMandate");
    if (booked === null) return refuse(wanted, "unknown_mandate");
    return { beginning: "accept", outputs: mandateOutputs(booked), exchanges: [reply.exchange] };
  };
  return { work };
}

const withdrawalRefusal = ({ status }: StoredMandate): MandateRefusal | null => {
  const decided = decideWithdrawal(status);
  return decided.ok ? null : decided.error;
};

const calls: Readonly<Record<string, (call: Call) => Promise<Prepared>>> = {
  GetIssuerList: issuers,
  CreateMandate: open,
  ModifyMandate: open,
  GetStatus: (call) =>
    about(
      call,
      (reference) => call.at.inquire(reference),
      () => null,
    ),
  CancelMandate: (call) => about(call, (reference) => call.at.withdraw(reference), withdrawalRefusal),
};

/** Domain.md 2.4: the actions of e-mandates, for consumers and companies. */
export async function prepareMandate(call: Omit<Call, "at" | "id">): Promise<Prepared> {
  const at = bank();
  const act = calls[call.wanted.action];
  if (at === null || act === undefined)
    return outcome({ beginning: "error", text: "No bank is configured." });
  return act({ ...call, id: newId(), at });
}
