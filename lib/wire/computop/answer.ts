import type { Money } from "@/lib/kernel/money";
import { isAes, seal, type Form } from "@/lib/wire/computop/cipher";
import { computopCodes, type ComputopReason } from "@/lib/wire/computop/codes";
import { macOf } from "@/lib/wire/computop/mac";

/** What an inquiry adds: the last step only, and the sums of one currency (domain.md 3.4). */
export type Standing = {
  readonly lastStatus: string;
  readonly authorised: Money;
  readonly captured: Money;
  readonly credited: Money;
};

/** The gateway's own word about an operation: eight characters and a text. */
type GatewayWord = { readonly code: string; readonly text: string };

export type Told = {
  readonly merchantId: string;
  readonly payId: string;
  readonly xId: string;
  readonly transId: string;
  readonly refNr: string | null;
  readonly reason: ComputopReason | GatewayWord;
  readonly standing?: Standing;
};

/** Letters that every client reads the same, and none that it would take apart (wire.md 4). */
const plainText = (text: string) => text.replace(/[^\x20-\x7e]|[+%=&]/g, " ").trim();

/** An order's name may hold what the answer is made of: a blank keeps it out of the names and values around it. */
const carried = (text: string) => text.replace(/[\p{Cc}&]/gu, " ");

const wordOf = (reason: Told["reason"]): readonly [code: string, description: string] =>
  typeof reason === "string" ? computopCodes[reason] : [reason.code, plainText(reason.text)];

const statusOf = (code: string): "OK" | "PENDING" | "FAILED" => {
  if (code.startsWith("0")) return "OK";
  return code.startsWith("6") ? "PENDING" : "FAILED";
};

const standingFields = ({ lastStatus, authorised, captured, credited }: Standing) =>
  [
    ["LastStatus", lastStatus],
    ["AmountAuth", authorised.minor.toString()],
    ["AmountCap", captured.minor.toString()],
    ["AmountCred", credited.minor.toString()],
    ["Currency", authorised.currency],
  ] as const;

/** The names are in the cases that the clients look for, and end in the MAC, which some of them trim (wire.md 4). */
export function answerText(hmacPassword: string, told: Told): string {
  const { merchantId, xId, refNr, reason, standing } = told;
  const [payId, transId] = [carried(told.payId), carried(told.transId)];
  const [code, description] = wordOf(reason);
  const status = statusOf(code);
  const mac = macOf(hmacPassword, [payId, transId, merchantId, status, code]).toUpperCase();
  const fields: readonly (readonly [string, string])[] = [
    ["mid", merchantId],
    ["PayID", payId],
    ["XID", xId],
    ["TransID", transId],
    ["Status", status],
    ["Description", description],
    ["Code", code],
    ...(refNr === null ? [] : [["refnr", carried(refNr)] as const]),
    ...(standing === undefined ? [] : standingFields(standing)),
    ["MAC", mac],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join("&");
}

/** The form of the answer to a request whose data was this. `iv` is used for AES only. */
export const formOf = (data: string, iv: Uint8Array): Form =>
  isAes(data) ? { cipher: "aes", iv } : { cipher: "blowfish" };

export type AnswerSecrets = { readonly cipherPassword: string; readonly hmacPassword: string };

/** The body of an answer, under both passwords. */
export function encodeAnswer(
  { cipherPassword, hmacPassword }: AnswerSecrets,
  told: Told,
  form: Form,
): string {
  const { len, data } = seal(cipherPassword, answerText(hmacPassword, told), form);
  return `MID=${told.merchantId}&Len=${len}&Data=${data}`;
}

/** For a caller who has not shown that it knows a password: nothing is encrypted under it for strangers. */
export function encodePlainRefusal(reason: ComputopReason): string {
  const [code, description] = computopCodes[reason];
  return `Status=FAILED&Code=${code}&Description=${description}`;
}
