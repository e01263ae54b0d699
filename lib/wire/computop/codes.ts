/**
 * Codes of domain.md 3.6 and their texts: first digit severity, then category, then the parameter. Clients look at
 * the first digit; the text is for people, and without `+ % = &`, which some clients would take apart (wire.md 4).
 */
export const computopCodes = {
  ok: ["00000000", "success"],
  pending: ["61000001", "The bank has not answered yet. Ask again with an inquiry"],

  data_missing: ["20100100", "Data is missing"],
  data_unreadable: ["20110100", "Data cannot be decrypted"],
  data_too_long: ["20140100", "Data is too long"],
  name_given_twice: ["20170100", "A parameter is given twice"],
  len_malformed: ["20110101", "Len is not a number"],
  len_wrong: ["20120101", "Len does not fit Data"],
  merchant_missing: ["20100080", "MerchantID is missing"],
  merchant_unknown: ["20120080", "MerchantID is unknown"],
  merchant_differs: ["20120081", "MerchantID differs inside Data"],
  mac_missing: ["20100090", "MAC is missing"],
  mac_wrong: ["20120090", "MAC is wrong"],

  pay_id_missing: ["20100010", "PayID is missing"],
  pay_id_malformed: ["20110010", "PayID is not 32 hexadecimal digits"],
  pay_id_unknown: ["20120010", "PayID is unknown"],
  req_id_malformed: ["20110020", "ReqId has illegal characters"],
  req_id_too_long: ["20140020", "ReqId is too long"],
  req_id_used: ["20170020", "ReqId was used before"],
  trans_id_missing: ["20100030", "TransID is missing"],
  trans_id_malformed: ["20110030", "TransID has illegal characters"],
  trans_id_unknown: ["20120030", "TransID is unknown"],
  trans_id_too_long: ["20140030", "TransID is longer than 64 characters"],
  ref_nr_malformed: ["20110040", "RefNr has illegal characters"],
  ref_nr_too_long: ["20140040", "RefNr is longer than 30 characters"],
  amount_missing: ["20100050", "Amount is missing"],
  amount_malformed: ["20110050", "Amount is not a whole number of minor units"],
  amount_too_long: ["20140050", "Amount has more than 10 digits"],
  amount_not_positive: ["20120051", "Amount is zero"],
  amount_too_small: ["20130050", "Amount is below the smallest credit"],
  amount_above_rest: ["20120050", "Amount is above what is left"],
  amount_above_captured: ["20120052", "Amount is above what was captured"],
  currency_missing: ["20100070", "Currency is missing"],
  currency_unknown: ["20160070", "Currency is unknown"],
  currency_differs: ["20120070", "Currency is not that of the authorisation"],
  finish_auth_unknown: ["20160110", "FinishAuth is neither empty nor Y"],

  second_capture_today: ["20190060", "Only one partial capture a day without realtime"],
  capture_too_soon: ["20190061", "Renewal after the last capture takes five minutes"],
  night_window: ["20190062", "No second capture between 01.30 and 04.00 in Berlin"],
  nothing_reserved: ["20190063", "Nothing is reserved any more"],
  no_renewal: ["20190064", "The payment has no automatic renewal"],
  too_late_to_reverse: ["20190065", "A capture is reversed on its day only. Send a credit"],
  nothing_captured: ["20190066", "Nothing was captured"],
  not_allowed_now: ["20190067", "The state of the payment does not allow it"],
  busy: ["20190068", "The payment is being worked at. Try again"],
  captured_before: ["20190069", "What was captured is not reversed here. Send a credit"],
  method_not_allowed: ["20190100", "Send requests with GET or POST"],
  not_permitted: ["20190080", "MerchantID may not do this"],

  declined: ["21000305", "Declined by authorisation system"],
  not_possible_now: ["21000391", "Processing currently not possible"],
  failed: ["40190000", "Processing failed"],
} as const satisfies Readonly<Record<string, readonly [code: string, text: string]>>;
export type ComputopReason = keyof typeof computopCodes;

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: ComputopReason };

export const decoded = <T>(value: T) => ({ ok: true, value }) as const;
export const refused = (refusal: ComputopReason) => ({ ok: false, refusal }) as const;
