import { formFields, formSignature, formText, type PushHash } from "@/lib/wire/buckaroo/form-push";
import {
  hmacSignature,
  signedContent,
  signedText,
  signedUri,
  type SignedCall,
} from "@/lib/wire/buckaroo/hmac";
import { paynowSignature } from "@/lib/wire/paynow/notification";
import { standardSignature, standardText } from "@/lib/wire/standard-webhooks/sign";
import { notificationFields, notificationHash, notificationText } from "@/lib/wire/trust/notification";

/** How text and secret become a digest. */
export type Recipe =
  | { readonly kind: "hash"; readonly hash: PushHash }
  | { readonly kind: "hmac"; readonly key: "text" | "base64" };

type PartName =
  "websiteKey" | "method" | "uri" | "seconds" | "nonce" | "content" | "messageId" | "body" | "dot";

/** What a format signs and where it puts the digest, made by the functions that sign (U13). */
type Explanation = {
  readonly recipe: Recipe;
  /** The fields of a form in the order in which they are signed, or null. */
  readonly fields: readonly (readonly [name: string, value: string])[] | null;
  /** The pieces of the text one after another, or null where the fields are the pieces. */
  readonly parts: readonly (readonly [name: PartName, value: string])[] | null;
  readonly text: string;
  /** The header or field that carries the digest. */
  readonly carrier: string;
  readonly digest: (secret: string) => string;
};

export type Message = {
  readonly id: string;
  /** As it is before it is signed. */
  readonly body: string;
  readonly url: string;
  /** Of the attempt. */
  readonly at: Date;
  readonly nonce: string;
  readonly websiteKey: string;
  readonly hash: PushHash;
};

function explainForm({ body, hash }: Message): Explanation {
  return {
    recipe: { kind: "hash", hash },
    fields: formFields(body),
    parts: null,
    text: formText(body),
    carrier: "brq_signature",
    digest: (secret) => formSignature(body, secret, hash),
  };
}

function explainTrust({ body }: Message): Explanation {
  return {
    recipe: { kind: "hash", hash: "sha256" },
    fields: notificationFields(body),
    parts: null,
    text: notificationText(body),
    carrier: "responsesitesecurity",
    digest: (secret) => notificationHash(body, secret),
  };
}

function explainJson({ body, url, at, nonce, websiteKey }: Message): Explanation {
  const seconds = Math.floor(at.getTime() / 1000);
  const call: SignedCall = { websiteKey, method: "POST", url, body, nonce, seconds };
  return {
    recipe: { kind: "hmac", key: "text" },
    fields: null,
    parts: [
      ["websiteKey", websiteKey],
      ["method", call.method],
      ["uri", signedUri(url)],
      ["seconds", seconds.toString()],
      ["nonce", nonce],
      ["content", signedContent(body)],
    ],
    text: signedText(call),
    carrier: "Authorization",
    digest: (secret) => hmacSignature(secret, call),
  };
}

function explainStandard({ id, at, body }: Message): Explanation {
  return {
    recipe: { kind: "hmac", key: "base64" },
    fields: null,
    parts: [
      ["messageId", id],
      ["dot", "."],
      ["seconds", Math.floor(at.getTime() / 1000).toString()],
      ["dot", "."],
      ["body", body],
    ],
    text: standardText(id, at, body),
    carrier: "webhook-signature",
    digest: (secret) => standardSignature(secret, id, at, body).replace(/^v1,/, ""),
  };
}

const explainPaynow = ({ body }: Message): Explanation => ({
  recipe: { kind: "hmac", key: "text" },
  fields: null,
  parts: [["body", body]],
  text: body,
  carrier: "Signature",
  digest: (secret) => paynowSignature(secret, body),
});

export const explanations = {
  standard: explainStandard,
  "buckaroo-form": explainForm,
  "buckaroo-json": explainJson,
  paynow: explainPaynow,
  trust: explainTrust,
} as const;
