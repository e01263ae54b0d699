import ts from "typescript";

type Declaration = {
  readonly file: string;
  readonly name: string;
  readonly opensTransaction: boolean;
  readonly writesAudit: boolean;
  readonly names: ReadonlySet<string>;
};

const calledName = (call: ts.CallExpression): string | null => {
  if (ts.isIdentifier(call.expression)) return call.expression.text;
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : null;
};

function describe(file: string, name: string, node: ts.Node): Declaration {
  const called = new Set<string>();
  const names = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner)) names.add(inner.text);
    const callee = ts.isCallExpression(inner) ? calledName(inner) : null;
    if (callee !== null) called.add(callee);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return {
    file,
    name,
    names,
    opensTransaction: called.has("inTransaction"),
    writesAudit: called.has("audit"),
  };
}

function declarationsOf(file: string, text: string): readonly Declaration[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) && statement.name)
      return [describe(file, statement.name.text, statement)];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map((declaration) =>
      describe(file, declaration.name.getText(source), declaration),
    );
  });
}

function leadsToAudit(start: Declaration, byName: ReadonlyMap<string, Declaration>): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.writesAudit) return true;
    if (seen.has(next.name)) continue;
    seen.add(next.name);
    for (const name of next.names) {
      const known = byName.get(name);
      if (known) waiting.push(known);
    }
  }
  return false;
}

const commandFile = /^lib\/features\/([^/]+)\/commands(?:\.ts$|\/)/;

function problemsOfFeature(declarations: readonly Declaration[]): readonly string[] {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  return declarations
    .filter((declaration) => declaration.opensTransaction && !leadsToAudit(declaration, byName))
    .map(({ file, name }) => `${file}: ${name} opens a transaction and writes no audit line.`);
}

/** Every function of a feature's commands that opens a transaction writes an audit line, itself or through a neighbour. */
export function commandAuditProblems(
  files: readonly string[],
  read: (file: string) => string,
): readonly string[] {
  const commands = files.filter((file) => commandFile.test(file) && !file.includes(".test."));
  const features = new Set(commands.map((file) => commandFile.exec(file)?.[1]));
  return [...features].flatMap((feature) =>
    problemsOfFeature(
      commands
        .filter((file) => commandFile.exec(file)?.[1] === feature)
        .flatMap((file) => declarationsOf(file, read(file))),
    ),
  );
}
