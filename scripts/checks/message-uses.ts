import ts from "typescript";

/** A place in the code that asks for texts. The pattern has `*` where the code has a variable. */
export type MessageUse = { readonly place: string; readonly pattern: string };
export type UnreadableUse = { readonly place: string; readonly unreadable: true };

const makers = new Set(["useTranslations", "getTranslations", "createTranslator"]);
const translatorMethods = new Set(["rich", "markup", "raw", "has"]);

const literalIn = (node: ts.Node): string | null => {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.forEachChild(node, (child) => literalIn(child)) ?? null;
};

function namespaceOfCall(call: ts.CallExpression): string | null {
  const [argument] = call.arguments;
  if (!argument) return "";
  if (ts.isStringLiteralLike(argument)) return argument.text;
  if (ts.isTemplateExpression(argument)) return patternOfTemplate(argument);
  if (!ts.isObjectLiteralExpression(argument)) return null;
  const property = argument.properties.find((candidate) => candidate.name?.getText() === "namespace");
  return property ? literalIn(property) : "";
}

const patternOfTemplate = (template: ts.TemplateExpression): string =>
  template.head.text + template.templateSpans.map((span) => `*${span.literal.text}`).join("");

const unwrapped = (node: ts.Expression): ts.Expression => {
  if (ts.isAwaitExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return unwrapped(node.expression);
  return node;
};

const isMaker = (node: ts.Expression): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && makers.has(node.expression.text);

/** Patterns that an expression can stand for; null where the code must be run to know. */
function patternsOf(expression: ts.Expression): readonly string[] | null {
  const node = unwrapped(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [patternOfTemplate(node)];
  if (!ts.isConditionalExpression(node)) return null;
  const branches = [patternsOf(node.whenTrue), patternsOf(node.whenFalse)];
  return branches.includes(null) ? null : branches.flatMap((branch) => branch ?? []);
}

type Translators = ReadonlyMap<string, string>;
type TranslatorTypes = ReadonlyMap<string, string>;

function madeTranslator(node: ts.Node): readonly [string, string] | null {
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isIdentifier(node.name)) return null;
  const maker = unwrapped(node.initializer);
  const namespace = isMaker(maker) ? namespaceOfCall(maker) : null;
  return namespace === null ? null : [node.name.text, namespace];
}

/** Names of types such as `type PaymentTranslator = ...<"payment">`, with their namespaces. */
export function translatorTypes(text: string): TranslatorTypes {
  const source = ts.createSourceFile("types.tsx", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const types = source.statements
    .filter(ts.isTypeAliasDeclaration)
    .filter(({ name }) => /Translat/.test(name.text));
  return new Map(types.map(({ name, type }) => [name.text, literalIn(type) ?? ""]));
}

function givenTranslator(node: ts.Node, types: TranslatorTypes): readonly [string, string] | null {
  if (!ts.isParameter(node) || !node.type || !ts.isIdentifier(node.name)) return null;
  const type = node.type.getText();
  return /Translat/.test(type) ? [node.name.text, literalIn(node.type) ?? types.get(type) ?? ""] : null;
}

/** Translators that a function or file declares itself, not those of the functions inside it. */
function declaredIn(scope: ts.Node, types: TranslatorTypes): Translators {
  const found = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    const translator = madeTranslator(node) ?? givenTranslator(node, types);
    if (translator) found.set(...translator);
    // The type of a map of functions names the translator that its functions take without a type of their own.
    if (!ts.isFunctionLike(node) || ts.isFunctionTypeNode(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
  return found;
}

function translatorCalled(call: ts.CallExpression): ts.Expression | null {
  if (ts.isIdentifier(call.expression) || ts.isCallExpression(call.expression)) return call.expression;
  const isMethod =
    ts.isPropertyAccessExpression(call.expression) && translatorMethods.has(call.expression.name.text);
  return isMethod ? call.expression.expression : null;
}

function namespaceAsked(call: ts.CallExpression, translators: Translators): string | null {
  const called = translatorCalled(call);
  if (called === null) return null;
  const maker = unwrapped(called);
  if (isMaker(maker)) return namespaceOfCall(maker);
  return ts.isIdentifier(maker) ? (translators.get(maker.text) ?? null) : null;
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;
const stepOf = (node: Access) =>
  ts.isPropertyAccessExpression(node) ? node.name.text : (literalIn(node.argumentExpression) ?? "*");

/** `messages.csv.parts[part]` reads a catalogue without a translator: the pattern `csv.parts.*`. */
function rawPattern(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text === "messages" ? "" : null;
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return null;
  const above = rawPattern(node.expression);
  if (above === null) return null;
  return above === "" ? stepOf(node) : `${above}.${stepOf(node)}`;
}

/** Every text that a file asks for with a translator of next-intl. */
export function messageUses(
  file: string,
  text: string,
  types: TranslatorTypes = new Map(),
): readonly (MessageUse | UnreadableUse)[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const uses: (MessageUse | UnreadableUse)[] = [];
  const placeOf = (node: ts.Node) =>
    `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const record = (call: ts.CallExpression, translators: Translators): void => {
    const namespace = namespaceAsked(call, translators);
    const [key] = call.arguments;
    if (namespace === null || !key) return;
    const place = placeOf(call);
    const below = namespace === "" ? "" : `${namespace}.`;
    // Types hold a variable to the keys of its namespace; only the root is too wide to tell anything.
    const patterns = patternsOf(key) ?? (namespace === "" ? null : ["*"]);
    if (patterns === null) uses.push({ place, unreadable: true });
    else uses.push(...patterns.map((pattern) => ({ place, pattern: below + pattern })));
  };
  const visit = (node: ts.Node, translators: Translators): void => {
    const known =
      ts.isFunctionLike(node) || ts.isSourceFile(node)
        ? new Map([...translators, ...declaredIn(node, types)])
        : translators;
    if (ts.isCallExpression(node)) record(node, known);
    const raw = ts.isElementAccessExpression(node) ? rawPattern(node) : null;
    // A listing's own section, `messages[name]`, is held against its declaration instead.
    if (raw !== null && !raw.startsWith("*")) uses.push({ place: placeOf(node), pattern: raw });
    ts.forEachChild(node, (child) => visit(child, known));
  };
  visit(source, new Map());
  return uses;
}
