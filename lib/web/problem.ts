/** Every reason for which our API says no, with its HTTP status and the title that goes with it. */
export const problems = {
  malformed_json: { status: 400, title: "The body is not JSON" },
  invalid_fields: { status: 400, title: "Some fields are not valid" },
  unknown_parameters: { status: 400, title: "Some parameters were not understood" },
  idempotency_key_missing: { status: 400, title: "The header Idempotency-Key is missing" },
  idempotency_key_invalid: { status: 400, title: "The header Idempotency-Key is not valid" },
  unauthenticated: { status: 401, title: "An API key is needed" },
  forbidden: { status: 403, title: "This API key may not do this" },
  not_found: { status: 404, title: "Nothing was found under this address" },
  own_refund: { status: 403, title: "A second person is needed" },
  override_not_yours: { status: 403, title: "This API key may not override the rule" },
  method_not_allowed: { status: 405, title: "This address does not answer to this method" },
  still_running: { status: 409, title: "The first request with this key is still running" },
  locked: { status: 409, title: "It is being changed right now" },
  not_authorised: { status: 409, title: "Nothing is authorised" },
  already_settled: { status: 409, title: "It has settled" },
  already_cancelled: { status: 409, title: "It is cancelled for ever" },
  settling_now: { status: 409, title: "It is being settled right now" },
  reservation_over: { status: 409, title: "Its reservation is over" },
  has_chain: { status: 409, title: "Its reservation is renewed" },
  captured_today: { status: 409, title: "There is one partial capture a day" },
  rest_waits: { status: 409, title: "The rest is authorised anew first" },
  too_soon: { status: 409, title: "Captures are five minutes apart" },
  night: { status: 409, title: "The night's run is at work" },
  suspended: { status: 409, title: "It is held" },
  settles_by_itself: { status: 409, title: "It settles by itself" },
  already_paid: { status: 409, title: "The payment is paid" },
  already_retried: { status: 409, title: "The payment was retried before" },
  still_authorised: { status: 409, title: "The payment is authorised" },
  expired_for_good: { status: 409, title: "The payment has expired" },
  cancelled_for_good: { status: 409, title: "The payment is cancelled" },
  retry_off: { status: 409, title: "The website has no retries" },
  not_started_yet: { status: 409, title: "The payment is being started" },
  not_waiting: { status: 409, title: "The refund waits for nobody" },
  under_way: { status: 409, title: "The gateway may have the refund" },
  ended_before: { status: 409, title: "The refund has ended" },
  not_completed: { status: 409, title: "The payment is not completed" },
  nothing_left: { status: 409, title: "Nothing is left to refund" },
  balance_changed: { status: 409, title: "The amount left to refund has changed" },
  too_late: { status: 409, title: "The time for refunds is over" },
  refund_in_platform: { status: 409, title: "Refunds of this payment belong into the shop platform" },
  not_allowed_now: { status: 409, title: "Its status does not allow this now" },
  parent_declined: { status: 409, title: "The first payment cannot begin a subscription" },
  already_subscribed: { status: 409, title: "The payment began a subscription before" },
  subscription_stopped: { status: 409, title: "The subscription is stopped" },
  nothing_open: { status: 409, title: "Nothing of the invoice is open" },
  debtor_paused: { status: 409, title: "The debtor is paused" },
  test_invoice: { status: 409, title: "Test invoices run no steps" },
  booked_before: { status: 409, title: "The file was confirmed before" },
  too_many_today: { status: 409, title: "The names of the day are used up" },
  no_step: { status: 409, title: "The scheme has no further step" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body is of another type" },
  wrong_currency: { status: 422, title: "The currency is not the payment's" },
  card_not_allowed: { status: 422, title: "The card cannot be charged again" },
  more_than_left: { status: 422, title: "The amount is more than is left to refund" },
  more_than_invoiced: { status: 422, title: "The amount is more than was invoiced and not yet credited" },
  amount_not_positive: { status: 422, title: "The amount is not positive" },
  amount_above_authorised: { status: 422, title: "The amount is more than was authorised" },
  nothing_changed: { status: 422, title: "Nothing would change" },
  below_minimum: { status: 422, title: "The amount is below the smallest refund" },
  reason_missing: { status: 422, title: "A reason is needed" },
  file_wrong: { status: 422, title: "The file has errors" },
  mid_unknown: { status: 422, title: "The MerchantID is not one of yours" },
  idempotency_key_reused: { status: 422, title: "The key was used with other parameters" },
  failed: { status: 500, title: "The request failed on our side" },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;
export type ProblemReason = keyof typeof problems;

export type FieldProblem = { readonly field: string; readonly reason: string };

/** What an endpoint sends. `paymentId` and `dataRequestId` only file the recorded exchange under what it was about. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Sent instead of `body`, as they are. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** What the record keeps in place of a body that is long and can be had again. */
  readonly keptBody?: string;
  /** What the record keeps in place of a request's body that says nothing by itself. */
  readonly keptRequest?: string;
  readonly paymentId?: string | null;
  readonly dataRequestId?: string | null;
  /** Joins the recorded exchange with what this answer caused, where that is not the request's own. */
  readonly correlationId?: string;
  /** Not the last word: whoever repeats the request under its key hears how things stand then. */
  readonly isOpen?: boolean;
};

export const problemType = (reason: ProblemReason) => `urn:counterfoil:problem:${reason}`;

/** Problem details of RFC 9457. `reason` repeats the last part of `type` as a plain word. */
export function problem(
  reason: ProblemReason,
  detail: string,
  more: {
    readonly errors?: readonly FieldProblem[];
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Answer {
  const { status, title } = problems[reason];
  return {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...more.headers },
    body: JSON.stringify({
      type: problemType(reason),
      title,
      status,
      detail,
      reason,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
    }),
  };
}

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(value),
});

export const responseOf = ({ status, headers, body, bytes }: Answer): Response =>
  new Response(bytes ?? body, { status, headers });
