import { hmacCaller, type CallerRefusal } from "@/lib/web/hmac-caller";
import { endpoint, type Vocabulary } from "@/lib/web/endpoint";
import { guarded } from "@/lib/web/guarded";
import { json, type Answer } from "@/lib/web/problem";
import { requestErrors } from "@/lib/wire/buckaroo/data-request";

const limitBytes = 256 * 1024;

/** An answer that has no request behind it: what was wrong with the call itself. */
export const channelError = (status: number, error: string, message: string): Answer =>
  json(status, {
    RequestErrors: requestErrors([
      { kind: "ChannelErrors", service: null, action: null, name: null, error, message },
    ]),
    RequiredAction: null,
    ConsumerMessage: null,
  });

const words: Readonly<Record<CallerRefusal, readonly [error: string, message: string]>> = {
  header_missing: [
    "AuthorizationMissing",
    "Send the header Authorization: hmac <website key>:<signature>:<nonce>:<unix seconds>.",
  ],
  header_malformed: [
    "AuthorizationMalformed",
    "The header Authorization must be: hmac <website key>:<signature>:<nonce>:<unix seconds>.",
  ],
  too_old: ["TimestampTooOld", "The time in the header is more than five minutes ago."],
  too_new: ["TimestampInFuture", "The time in the header is more than five minutes ahead."],
  unknown_website: ["WebsiteUnknown", "No website has this website key."],
  wrong_signature: [
    "SignatureInvalid",
    "The signature is not that of this method, address, time, nonce and body under the website's secret key.",
  ],
  nonce_used: ["NonceUsed", "This nonce was used before. Make a new one for each call."],
  too_large: ["BodyTooLarge", `The body has more than ${limitBytes.toString()} bytes.`],
};

const refusalOf = (reason: CallerRefusal): Answer =>
  channelError(reason === "too_large" ? 413 : 401, ...words[reason]);

const technicalError = (reference: string): Answer =>
  channelError(500, "TechnicalError", `Something went wrong on our side. Reference: ${reference}.`);

const vocabulary: Vocabulary = {
  limitBytes,
  keepsReads: true,
  authenticate: async (request, body) => {
    const caller = await hmacCaller(request, body);
    if (caller.ok) return caller.value;
    const { reason, by } = caller;
    return { refused: refusalOf(reason), by };
  },
  refuse: (reason, { reference }) => {
    switch (reason) {
      case "unauthenticated":
        return refusalOf("header_missing");
      case "forbidden":
        return channelError(403, "Forbidden", "This website may not do this.");
      case "too_large":
        return refusalOf("too_large");
      case "failed":
        return technicalError(reference);
    }
  },
};

type Served<P> = Parameters<typeof endpoint<P>>[1];

/** The wrapper around everything that Buckaroo's clients call (domain.md 2.7). */
export const buckarooEndpoint = <P>(served: Served<P>) =>
  endpoint<P>(vocabulary, {
    permission: served.permission,
    run: (caller, incoming, params) =>
      guarded(
        incoming.correlationId,
        () => served.run(caller, incoming, params),
        (reason) =>
          reason === "locked"
            ? channelError(409, "Locked", "What it is about is being changed right now. Send it again.")
            : technicalError(incoming.correlationId),
      ),
  });
