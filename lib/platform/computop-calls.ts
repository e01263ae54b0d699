import { findComputopCredential, type ComputopCredential } from "@/lib/platform/credentials";
import { decryptSecret } from "@/lib/platform/secrets";
import type { ComputopReason } from "@/lib/wire/computop/codes";
import {
  isProven,
  openEnvelope,
  readEnvelope,
  type Envelope,
  type Opened,
} from "@/lib/wire/computop/envelope";

/** What an answer is made under: the form of the request and the website's passwords. */
type AnswerKey = {
  readonly envelope: Envelope;
  readonly cipherPassword: string;
  readonly hmacPassword: string;
};
export type ComputopCall = {
  readonly credential: ComputopCredential;
  readonly key: AnswerKey;
  readonly opened: Opened;
};

/** `key`: the caller knows the password, so that it is answered under it. */
type RefusedCall = {
  readonly ok: false;
  readonly refusal: ComputopReason;
  readonly by: ComputopCredential | null;
  readonly key: AnswerKey | null;
};

/** Whose call it is and what it says (domain.md 3.4). Its MAC is not looked at yet: an inquiry needs none. */
export async function openComputopCall(
  form: string,
): Promise<RefusedCall | { readonly ok: true; readonly value: ComputopCall }> {
  const envelope = readEnvelope(form);
  if (!envelope.ok) return { ...envelope, by: null, key: null };
  const credential = await findComputopCredential(envelope.value.merchantId);
  if (credential === null) return { ok: false, refusal: "merchant_unknown", by: null, key: null };
  const key = {
    envelope: envelope.value,
    cipherPassword: decryptSecret(credential.cipherPassword),
    hmacPassword: decryptSecret(credential.hmacPassword),
  };
  const opened = openEnvelope(key.cipherPassword, envelope.value);
  if (!opened.ok) return { ...opened, by: credential, key: isProven(opened.refusal) ? key : null };
  return { ok: true, value: { credential, key, opened: opened.value } };
}
