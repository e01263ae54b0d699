/** How a body is written. */
export type BodyKind = "json" | "xml" | "form" | "text";

const form = /^[^\s=&<>{}[\]"]+=[^\s<>]*$/;

export function bodyKindOf(text: string): BodyKind {
  const start = text.trimStart().charAt(0);
  if ((start === "{" || start === "[") && isJson(text)) return "json";
  if (start === "<" && isClosed(text)) return "xml";
  return form.test(text.trim()) ? "form" : "text";
}

/** What is opened comes to its end, so that no part is looked for in vain. */
const isClosed = (text: string) =>
  text.trimEnd().endsWith(">") &&
  text.lastIndexOf("<!--") <= text.lastIndexOf("-->") &&
  text.lastIndexOf("<![CDATA[") <= text.lastIndexOf("]]>");

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is nested deeper stands no further to the right and has no longer names: a bound for bodies of brackets only. */
const deepest = 50;
const indent = (depth: number) => `\n${"  ".repeat(Math.min(depth, deepest))}`;

/** Strings, signs and everything else of a JSON text, as they stand there: figures keep all their digits. */
const jsonToken = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const opens = (sign: string) => sign === "{" || sign === "[";
const closes = (sign: string) => sign === "}" || sign === "]";

function jsonLines(text: string): string {
  let depth = 0;
  let written = "";
  let before = "";
  for (const [token] of text.matchAll(jsonToken)) {
    if (closes(token)) {
      depth -= 1;
      written += opens(before) ? token : indent(depth) + token;
    } else {
      written += opens(before) || before === "," ? indent(depth) + token : token;
      if (token === ":") written += " ";
    }
    if (opens(token)) depth += 1;
    before = token;
  }
  return written;
}

const xmlToken = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^>]*>|[^<]+/g;
const isText = (token: string) => !token.startsWith("<") || token.startsWith("<![CDATA[");
const isClosing = (token: string) => token.startsWith("</");
const isAlone = (token: string) => /^<[?!]|\/>$/.test(token);

type Tag = { readonly isEnd: boolean; readonly isStart: boolean };
const tagOf = (token: string): Tag => {
  const isEnd = isClosing(token);
  return { isEnd, isStart: !isEnd && !isAlone(token) };
};

function xmlLines(text: string): string {
  let depth = 0;
  let written = "";
  /** What stands before joins its end tag: a text, or the start tag of an empty element. */
  let joinsEnd = false;
  const tag = (token: string) => {
    const { isEnd, isStart } = tagOf(token);
    if (isEnd) depth = Math.max(0, depth - 1);
    written += isEnd && joinsEnd ? token : indent(depth) + token;
    joinsEnd = isStart;
    if (isStart) depth += 1;
  };
  for (const [token] of text.matchAll(xmlToken)) {
    if (!isText(token)) tag(token);
    else if (token.trim() !== "") {
      written += token.trim();
      joinsEnd = true;
    }
  }
  return written.trimStart();
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

const formPairs = (text: string): readonly (readonly [string, string])[] =>
  text
    .trim()
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      return [decoded(name), decoded(value)];
    });

const formLines = (text: string) =>
  formPairs(text)
    .map(([name, value]) => `${name} = ${value}`)
    .join("\n");

/** A body laid out for reading; nothing but blanks and the escapes of forms differ from what was sent. */
export function bodyLines(text: string): string {
  switch (bodyKindOf(text)) {
    case "json":
      return jsonLines(text);
    case "xml":
      return xmlLines(text);
    case "form":
      return formLines(text);
    case "text":
      return text;
  }
}

export type BodyParameter = { readonly name: string; readonly value: string };
const mostParameters = 500;

const unquoted = (token: string) => (token.startsWith('"') ? (JSON.parse(token) as string) : token);

type Place = { readonly path: string; readonly isList: boolean; name: string; count: number };

const nameIn = (place: Place | undefined): string => {
  if (place === undefined) return "";
  if (place.isList) return `${place.path}[${String(place.count)}]`;
  return place.path === "" ? place.name : `${place.path}.${place.name}`;
};

/** Every value of a JSON text by its path: `request[0].amount`. */
function jsonParameters(text: string): BodyParameter[] {
  const places: Place[] = [];
  const found: BodyParameter[] = [];
  const tokens = [...text.matchAll(jsonToken)].map(([token]) => token);
  const inside = (token: string, isName: boolean) => {
    const place = places.at(-1);
    if (place !== undefined && token === ",") place.count += 1;
    else if (place !== undefined && isName) place.name = unquoted(token);
    else if (token !== ":") found.push({ name: nameIn(place), value: unquoted(token) });
  };
  for (const [index, token] of tokens.entries()) {
    if (opens(token)) {
      const path = places.length < deepest ? nameIn(places.at(-1)) : "…";
      places.push({ path, isList: token === "[", name: "", count: 0 });
    } else if (closes(token)) places.pop();
    else inside(token, tokens[index + 1] === ":");
  }
  return found;
}

const nameOfTag = (tag: string) => /^<\/?([^\s/>]+)/.exec(tag)?.[1] ?? "";
const attribute = /(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entity = (text: string) =>
  text
    .replace(/^<!\[CDATA\[|\]\]>$/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

const nameOf = (path: readonly string[]) => path.slice(0, deepest).join("/");

const attributesOf = (tag: string, name: string): BodyParameter[] =>
  [...tag.matchAll(attribute)].map(([, own = "", value, other]) => ({
    name: `${name}@${own}`,
    value: entity(value ?? other ?? ""),
  }));

/** Every text and attribute of an XML document by its path: `request/billing/amount@currency`. */
function xmlParameters(text: string): BodyParameter[] {
  const path: string[] = [];
  const found: BodyParameter[] = [];
  const tag = (token: string) => {
    if (isClosing(token)) {
      path.pop();
      return;
    }
    path.push(nameOfTag(token));
    found.push(...attributesOf(token, nameOf(path)));
    if (isAlone(token)) path.pop();
  };
  for (const [token] of text.matchAll(xmlToken)) {
    if (found.length >= mostParameters) break;
    if (!isText(token)) {
      if (!/^<[?!]/.test(token)) tag(token);
    } else if (token.trim() !== "") found.push({ name: nameOf(path), value: entity(token.trim()) });
  }
  return found;
}

/** What a body says, parameter by parameter; a bounded number of them. */
export function bodyParameters(text: string): readonly BodyParameter[] {
  switch (bodyKindOf(text)) {
    case "json":
      return jsonParameters(text).slice(0, mostParameters);
    case "xml":
      return xmlParameters(text).slice(0, mostParameters);
    case "form":
      return formPairs(text)
        .map(([name, value]) => ({ name, value }))
        .slice(0, mostParameters);
    case "text":
      return [];
  }
}
