import type { Entry } from "@/lib/wire/trust/answer";

type Texts = Readonly<Record<string, string>>;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no place for control characters, lone surrogates and U+FFFE, U+FFFF. */
const unwritable = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/gu;
const escape = (text: string) =>
  text.replace(unwritable, "\uFFFD").replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const element = (name: string, content: string, attributes: Texts = {}) => {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  return `<${name}${head.join("")}>${content}</${name}>`;
};

/** Elements for those fields that are there: `[element, field]`. */
const leaves = (fields: Texts, names: readonly (readonly [name: string, field: string])[]) =>
  names
    .map(([name, field]) => (fields[field] === undefined ? "" : element(name, escape(fields[field]))))
    .join("");

const group = (name: string, content: string) => (content === "" ? "" : element(name, content));

function subscription(fields: Texts): string {
  const { subscriptiontype } = fields;
  if (subscriptiontype === undefined) return "";
  const parts = ["number", "finalnumber", "unit", "frequency", "begindate"];
  const content = leaves(
    fields,
    parts.map((part) => [part, `subscription${part}`]),
  );
  return element("subscription", content, { type: subscriptiontype });
}

/** The vendor's library reads the attributes of `amount` and `payment` without asking whether they are there. */
function billing(fields: Texts): string {
  const { baseamount, currencyiso3a, paymenttypedescription } = fields;
  if (baseamount === undefined) return "";
  const card = leaves(fields, [
    ["pan", "maskedpan"],
    ["expirydate", "expirydate"],
  ]);
  return element(
    "billing",
    element("amount", escape(baseamount), { currencycode: currencyiso3a ?? "" }) +
      element("payment", card, { type: paymenttypedescription ?? "" }) +
      subscription(fields),
  );
}

const same = (...names: readonly string[]) => names.map((name) => [name, name] as const);

const transaction = (fields: Texts) =>
  leaves(
    fields,
    same("transactionreference", "transactionactive", "authcode", "acquirerresponsecode", "live"),
  ) +
  group(
    "operation",
    leaves(
      fields,
      same("sitereference", "accounttypedescription", "parenttransactionreference", "operatorname"),
    ),
  ) +
  group("merchant", leaves(fields, same("orderreference"))) +
  group(
    "settlement",
    leaves(fields, same("settleduedate", "settlestatus", "settlebaseamount", "settledtimestamp")),
  ) +
  billing(fields) +
  group("security", leaves(fields, [["securitycode", "securityresponsesecuritycode"]]));

const error = (fields: Texts, data: readonly string[]) =>
  element(
    "error",
    leaves(fields, [
      ["code", "errorcode"],
      ["message", "errormessage"],
    ]) + data.map((text) => element("data", escape(text))).join(""),
  );

type Kept = { readonly texts: Texts; readonly data: readonly string[]; readonly records: readonly Texts[] };

function partsOf(entry: Entry): Kept {
  const texts: Record<string, string> = {};
  let data: readonly string[] = [];
  let records: readonly Texts[] = [];
  for (const [name, value] of Object.entries(entry)) {
    if (typeof value === "string") texts[name] = value;
    else if (name === "errordata") data = value as readonly string[];
    else records = value as readonly Texts[];
  }
  return { texts, data, records };
}

const timestamp = (fields: Texts) => leaves(fields, [["timestamp", "transactionstartedtimestamp"]]);

const recordOf = (fields: Texts) =>
  element("record", timestamp(fields) + error(fields, []) + transaction(fields), {
    type: fields["requesttypedescription"] ?? "",
  });

/** Nothing came of it: no transaction was made, found or changed. Clients know such an answer by the type ERROR. */
const isRefusal = ({ errorcode, transactionreference }: Texts) =>
  errorcode !== "0" && transactionreference === undefined;

function responseOf(entry: Entry): string {
  const { texts, data, records } = partsOf(entry);
  const type = isRefusal(texts) ? "ERROR" : (texts["requesttypedescription"] ?? "ERROR");
  const content =
    timestamp(texts) +
    error(texts, data) +
    transaction(texts) +
    leaves(texts, same("found")) +
    records.map(recordOf).join("");
  return `${element("response", content, { type })}\n`;
}

/** The answer to `POST /xml/` from the same entries as JSON's: one response per request, in order (wire.md 1.2). */
export const encodeResponseBlock = (answer: {
  readonly blockVersion: string;
  readonly requestReference: string;
  readonly entries: readonly Entry[];
  readonly secrand: string;
}): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${element(
    "responseblock",
    element("requestreference", escape(answer.requestReference)) +
      "\n" +
      answer.entries.map(responseOf).join("") +
      element("secrand", escape(answer.secrand)),
    { version: answer.blockVersion },
  )}`;
