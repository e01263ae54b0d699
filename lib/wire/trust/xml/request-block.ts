import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import { decodeList, type Envelope, type Fields } from "@/lib/wire/trust/envelope";
import { readXml, type Element } from "@/lib/wire/trust/xml/read-xml";

/** The names that JSON has for amounts: `amount` is in base units, `mainamount` in decimals (wire.md 1.2). */
const amountNames: Readonly<Record<string, string>> = {
  amount: "baseamount",
  baseamount: "baseamount",
  mainamount: "mainamount",
};

const innerNames: Readonly<Record<string, (person: string, part: string) => string>> = {
  payment: (_person, part) => part,
  name: (person, part) => `${person}${part}name`,
  subscription: (_person, part) => `subscription${part}`,
};

const of = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function personField(person: string, [name = "", ...parts]: readonly string[]): string {
  if (parts.length > 0) {
    const part = parts.join("");
    return of(innerNames, name)?.(person, part) ?? person + name + part;
  }
  return of(amountNames, name) ?? `${person}${name === "country" ? "countryiso2a" : name}`;
}

const plainGroups = new Set(["operation", "merchant", "settlement"]);

/** The JSON name of the field at a path below `request` or `updates`. */
function fieldName(path: readonly string[]): string {
  const [group = "", ...rest] = path;
  if (rest.length === 0) return group;
  if (plainGroups.has(group)) return rest.join("");
  return group === "billing" || group === "customer" ? personField(group, rest) : path.join("");
}

/** The JSON name of an attribute, or null where it says nothing. */
function attributeName(path: readonly string[], attribute: string): string | null {
  if (attribute === "currencycode") return "currencyiso3a";
  const [group = "", name] = path;
  if (attribute !== "type") return null;
  if (name === "payment") return "paymenttypedescription";
  if (name === "subscription") return "subscriptiontype";
  return name === "telephone" ? `${group}telephonetype` : null;
}

type Given = readonly (readonly [name: string, value: string])[];

/** Every field below an element, in the order of the document. Empty elements and attributes mean "not given". */
function fieldsBelow(element: Element, path: readonly string[] = []): Given {
  return element.children.flatMap((child): Given => {
    const here = [...path, child.name];
    const own: Given = child.children.length === 0 ? [[fieldName(here), child.text.trim()]] : [];
    const attributes = Object.entries(child.attributes).flatMap(([attribute, value]): Given => {
      const name = attributeName(here, attribute);
      return name === null ? [] : [[name, value.trim()]];
    });
    return [...attributes, ...own, ...fieldsBelow(child, here)].filter(([, value]) => value !== "");
  });
}

/** One field, one value: two that differ cannot both be meant. */
function asRecord(given: Given): Decoded<Fields> {
  const fields = new Map<string, string>();
  for (const [name, value] of given) {
    if ((fields.get(name) ?? value) !== value) return refused("10201", name.slice(0, 60));
    fields.set(name, value);
  }
  return decoded(Object.fromEntries(fields));
}

/** The list form of JSON: each element is one value, several of one name mean "or". */
function asFilter(element: Element): Fields {
  const values = new Map<string, { readonly value: string }[]>();
  for (const { name, text } of element.children) {
    const value = text.trim();
    if (value !== "") values.set(name, [...(values.get(name) ?? []), { value }]);
  }
  return Object.fromEntries(values);
}

const childOf = (element: Element, name: string) => element.children.find((child) => child.name === name);
const given = (text: string | undefined) => (text === undefined || text.trim() === "" ? null : text.trim());

/** The parts that stand under a name of their own, as in JSON. */
function partsOf(filter: Element | undefined, updates: Element | undefined): Decoded<Fields> {
  const changes = asRecord(updates === undefined ? [] : fieldsBelow(updates));
  if (!changes.ok) return changes;
  return decoded({
    ...(filter === undefined ? {} : { filter: asFilter(filter) }),
    ...(updates === undefined ? {} : { updates: changes.value }),
  });
}

function decodeRequest(element: Element): Decoded<Fields> {
  const [filter, updates] = [childOf(element, "filter"), childOf(element, "updates")];
  const others = element.children.filter((child) => child !== filter && child !== updates);
  const plain = asRecord(fieldsBelow({ ...element, children: others }));
  const parts = partsOf(filter, updates);
  if (!plain.ok || !parts.ok) return plain.ok ? parts : plain;
  const { requesttypedescriptions: _, ...fields } = plain.value;
  return decoded({
    ...fields,
    ...parts.value,
    requesttypedescription: given(element.attributes["type"]),
  });
}

function decodeRequests(root: Element): Decoded<readonly Fields[]> {
  const list = decodeList(root.children.filter(({ name }) => name === "request"));
  if (!list.ok) return list;
  const requests: Fields[] = [];
  for (const element of list.value) {
    const request = decodeRequest(element);
    if (!request.ok) return request;
    requests.push(request.value);
  }
  return decoded(requests);
}

/** Text beside elements belongs to nobody. */
const isMixed = (element: Element): boolean =>
  element.children.length > 0 && (element.text.trim() !== "" || element.children.some(isMixed));

/** What clients of this protocol call its version; an answer repeats the one of its request. */
export const usualBlockVersion = "3.67";

export type RequestBlock = Envelope & { readonly blockVersion: string };

/**
 * Reads the body of `POST /xml/` into the same requests as `POST /json/` has (wire.md 1.2), so that one
 * path stands behind both.
 */
export function decodeRequestBlock(text: string): Decoded<RequestBlock> {
  const read = readXml(text);
  if (!read.ok) return read;
  const root = read.value;
  if (root.name !== "requestblock" || isMixed(root)) return refused("10201", "requestblock");
  const blockVersion = given(root.attributes["version"]) ?? usualBlockVersion;
  if (!/^\d{1,2}\.\d{1,3}$/.test(blockVersion)) return refused("30007", "version");
  const requests = decodeRequests(root);
  if (!requests.ok) return requests;
  const alias = given(childOf(root, "alias")?.text);
  return decoded({ alias, version: null, requests: requests.value, blockVersion });
}
