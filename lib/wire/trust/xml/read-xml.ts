import { SaxesParser, type SaxesTagPlain } from "saxes";
import { decoded, refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

/** The deepest path of the protocol has six steps: requestblock, request, updates, billing, name, first. */
const maxDepth = 8;
const maxElements = 10_000;

const isReadable = (encoding: string) => /^(utf-?8|us-ascii)$/i.test(encoding);

/** Builds the tree and keeps the first thing that was wrong; after it nothing is kept any more. */
class Tree {
  root: Element | null = null;
  refusal: TrustRefusal | null = null;
  private readonly open: Element[] = [];
  private elements = 0;

  refuse(code: "10200" | "10201", data: string) {
    this.refusal ??= { code, data: [data] };
  }

  enter({ name, attributes }: SaxesTagPlain) {
    this.elements += 1;
    if (this.open.length >= maxDepth) this.refuse("10201", "depth");
    if (this.elements > maxElements) this.refuse("10201", "elements");
    if (this.refusal !== null) return;
    const element: Element = { name, attributes, children: [], text: "" };
    this.root ??= element;
    this.open.at(-1)?.children.push(element);
    this.open.push(element);
  }

  leave() {
    if (this.refusal === null) this.open.pop();
  }

  say(text: string) {
    const element = this.open.at(-1);
    if (this.refusal === null && element !== undefined) element.text += text;
  }
}

/**
 * Reads well-formed XML: 10200 to anything else, to a document type (which is how entities are smuggled in)
 * and to an encoding other than UTF-8; 10201 to more or deeper elements than the protocol has.
 */
export function readXml(text: string): Decoded<Element> {
  const tree = new Tree();
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  parser.on("error", () => {
    tree.refuse("10200", "invalid xml");
  });
  parser.on("doctype", () => {
    tree.refuse("10200", "doctype");
  });
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding !== undefined && !isReadable(encoding)) tree.refuse("10200", "encoding");
  });
  parser.on("opentag", (tag) => {
    tree.enter(tag);
  });
  parser.on("closetag", () => {
    tree.leave();
  });
  parser.on("text", (part) => {
    tree.say(part);
  });
  parser.on("cdata", (part) => {
    tree.say(part);
  });
  parser.write(text).close();
  if (tree.refusal !== null) return { ok: false, refusal: tree.refusal };
  return tree.root === null ? refused("10200", "invalid xml") : decoded(tree.root);
}
