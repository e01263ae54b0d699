import { describe, expect, it } from "vitest";
import { catalogueProblems, flatten, type Catalogues } from "@/scripts/checks/catalogues";
import { commandAuditProblems } from "@/scripts/checks/commands-audit";
import { documentProblems } from "@/scripts/checks/document-paths";
import { fileLengthProblems } from "@/scripts/checks/file-length";
import { fileNameProblems } from "@/scripts/checks/file-names";
import { listingProblems } from "@/scripts/checks/listings-registered";
import { lockFileProblems } from "@/scripts/checks/lock-file";
import { messageKeyProblems } from "@/scripts/checks/message-keys";
import { messageUses, translatorTypes } from "@/scripts/checks/message-uses";

const reader = (files: Record<string, string>) => (file: string) => files[file] ?? "";

describe("file names", () => {
  it("accepts the closed vocabulary of a feature", () => {
    const files = [
      "model.ts",
      "listing.ts",
      "queries.ts",
      "jobs.ts",
      "commands/request-refund.ts",
      "scope.db.test.ts",
    ];
    expect(fileNameProblems(files.map((file) => `lib/features/payments/${file}`))).toEqual([]);
  });

  it("refuses every other file in a feature", () => {
    expect(fileNameProblems(["lib/features/payments/service.ts", "lib/features/money.ts"])).toEqual([
      "lib/features/payments/service.ts: a feature holds model, listing, queries, commands, jobs and their tests, nothing else.",
      "lib/features/money.ts: only registry.ts and folders stand in lib/features.",
    ]);
  });

  it("refuses names that say nothing, capitals, and a file beside its own folder", () => {
    expect(
      fileNameProblems([
        "lib/web/utils.ts",
        "components/ui/index.ts",
        "components/ui/Button.tsx",
        "lib/features/refunds/commands.ts",
        "lib/features/refunds/commands/request-refund.ts",
      ]),
    ).toHaveLength(4);
  });

  it("accepts the folders of routes", () => {
    const files = [
      "app/(portal)/payments/[id]/page.tsx",
      "app/api/auth/[...nextauth]/route.ts",
      "app/(wire)/capture.aspx/route.ts",
      "app/api/v1/openapi.json/route.ts",
    ];
    expect(fileNameProblems(files)).toEqual([]);
  });
});

describe("file length", () => {
  it("names a file of more than 250 lines and gives tests 500", () => {
    const long = "x\n".repeat(251);
    const read = reader({ "lib/a.ts": long, "lib/a.test.ts": long, "lib/b.ts": "x\n".repeat(250) });
    expect(fileLengthProblems(["lib/a.ts", "lib/a.test.ts", "lib/b.ts"], read)).toEqual([
      "lib/a.ts has 251 lines. Split it where its second subject begins.",
    ]);
  });
});

describe("commands write audit", () => {
  const file = "lib/features/refunds/commands/request-refund.ts";
  const neighbour = "lib/features/refunds/commands/record.ts";

  it("accepts an audit line written by a neighbour", () => {
    const read = reader({
      [file]: `export const requestRefund = (actor) => inTransaction(actor, async (tx) => { await record(tx); return ok({}); });`,
      [neighbour]: `export async function record(tx) { await tx.audit("refund.requested", "x", {}); }`,
    });
    expect(commandAuditProblems([file, neighbour], read)).toEqual([]);
  });

  it("names a command that writes none", () => {
    const read = reader({
      [file]: `export async function requestRefund(actor) { return inTransaction(actor, async (tx) => ok({})); }
        export const countRefunds = (tx) => tx.refund.count();`,
    });
    expect(commandAuditProblems([file], read)).toEqual([
      `${file}: requestRefund opens a transaction and writes no audit line.`,
    ]);
  });
});

describe("listings are registered", () => {
  const registry = "lib/features/registry.ts";
  const listing = "lib/features/payments/listing.ts";

  it("names a listing that the registry does not import", () => {
    const imports = `import { paymentListing } from "@/lib/features/payments/listing";`;
    expect(listingProblems([listing, registry], reader({ [registry]: imports }))).toEqual([]);
    expect(listingProblems([listing, registry], reader({ [registry]: "" }))).toHaveLength(1);
  });
});

describe("lock file", () => {
  it("names a package for another system that is not locked", () => {
    const wants = { optionalDependencies: { "x-linux": "1.0.0", "x-darwin": "1.0.0" } };
    expect(lockFileProblems({ packages: { "node_modules/x": wants, "node_modules/x-linux": {} } })).toEqual([
      "package-lock.json lacks x-darwin, which node_modules/x wants on other systems.",
    ]);
  });
});

describe("documents name what exists", () => {
  const project = { exists: (file: string) => file === "lib/kernel/", scripts: ["verify"] };

  it("names a path and a script that are not there", () => {
    const text = "See `lib/kernel/`, `lib/gone/`, `npm run verify`, `npm run fly` and [more](docs/gone.md).";
    expect(documentProblems("AGENTS.md", text, project)).toEqual([
      "AGENTS.md names lib/gone/, which does not exist.",
      "AGENTS.md names docs/gone.md, which does not exist.",
      "AGENTS.md names npm run fly, which package.json does not have.",
    ]);
  });

  it("leaves placeholders, addresses and what a run makes alone", () => {
    const text =
      "`lib/features/<noun>/queries.ts`, `*.test.ts`, `/json/`, `https://example.org/a`, `.counterfoil/`";
    expect(documentProblems("AGENTS.md", text, project)).toEqual([]);
  });
});

describe("catalogues", () => {
  const everywhere = (
    message: string,
    changed: Partial<Record<keyof Catalogues, string>> = {},
  ): Catalogues => {
    const of = (locale: keyof Catalogues) => flatten({ a: { b: changed[locale] ?? message } });
    return { en: of("en"), nl: of("nl"), de: of("de"), fi: of("fi"), pl: of("pl") };
  };

  it("accepts the same keys with the same arguments", () => {
    expect(catalogueProblems(everywhere("Paid {amount} of <b>{total}</b>"))).toEqual([]);
  });

  it("names a missing key, a stray key and an argument that is not passed", () => {
    const catalogues = everywhere("Paid {amount}", { nl: "Betaald {bedrag}" });
    expect(catalogueProblems({ ...catalogues, fi: flatten({ a: { c: "x" } }) })).toEqual([
      "locales/nl.json: a.b takes {bedrag}, but in English {amount}.",
      "locales/fi.json: lacks a.b.",
      "locales/fi.json: has a.c, English has not.",
    ]);
  });

  it("asks for every plural form of the language", () => {
    const plural = "{n, plural, one {# payment} other {# payments}}";
    expect(catalogueProblems(everywhere(plural))).toEqual([
      "locales/pl.json: a.b lacks the plural form few, many of {n}.",
    ]);
  });

  it("names a message that cannot be read, and an empty one", () => {
    expect(catalogueProblems(everywhere("Paid", { de: "{n, plural, one {x}", fi: " " }))).toEqual([
      expect.stringContaining("locales/de.json: a.b is not a message"),
      "locales/fi.json: a.b is empty.",
    ]);
  });
});

describe("message keys", () => {
  const listing = {
    name: "payments",
    columns: [{ key: "status", kind: "status" }],
    filters: { status: { kind: "choice", values: ["paid"] } },
  } as const;
  const derived = {
    title: "Payments",
    columns: { status: "Status" },
    filters: { status: "Status" },
    values: { status: { paid: "Paid" } },
  };
  const problems = (catalogue: object, code: string) =>
    messageKeyProblems(flatten(catalogue), messageUses("app/page.tsx", code), [listing]);

  it("accepts literals, templates, conditions and the keys that a listing derives", () => {
    const code = `
      export async function Page() {
        const t = await getTranslations("refund");
        return <p title={t("title")}>{t(\`reasons.\${reason}\`)}{t(open ? "open" : "closed")}{t.rich("rich", {})}</p>;
      }`;
    const refund = { title: "a", reasons: { more_than_left: "b" }, open: "c", closed: "d", rich: "e" };
    expect(problems({ payments: derived, refund }, code)).toEqual([]);
  });

  it("names a text that is missing and one that nobody uses", () => {
    const code = `const Page = () => { const t = useTranslations("refund"); return t("gone"); };`;
    expect(problems({ payments: derived, refund: { title: "a" } }, code)).toEqual([
      "app/page.tsx:1: no text in locales/en.json for refund.gone.",
      "locales/en.json: nobody uses refund.title.",
    ]);
  });

  it("names a text of a listing that its declaration does not ask for, whatever generic code may read", () => {
    const code =
      "const Cell = ({ name, key }) => { const t = useTranslations(); return t(`${name}.columns.${key}`); };";
    const stray = { ...derived, columns: { ...derived.columns, gone: "Gone" } };
    expect(problems({ payments: stray }, code)).toEqual([
      "locales/en.json: nobody uses payments.columns.gone.",
    ]);
  });

  it("asks for the words of a status that stands beside another one", () => {
    const noted = { ...listing, columns: [{ key: "status", kind: "status", note: "hint" }] } as const;
    const asked = (values: object) =>
      messageKeyProblems(flatten({ payments: { ...derived, values } }), [], [noted]);
    expect(asked({ ...derived.values, hint: { held: "Held" } })).toEqual([]);
    expect(asked(derived.values)).toEqual([
      "lib/features (listing.ts): no text in locales/en.json for payments.values.hint.*.",
    ]);
  });

  it("keeps translators of two functions apart, and reads one that is passed on", () => {
    const code = `
      function A() { const t = useTranslations("a"); return t("x"); }
      function B(t: Translator<"b">) { return t("y"); }`;
    expect(problems({ payments: derived, a: { x: "x" }, b: { y: "y" } }, code)).toEqual([]);
  });

  it("knows translators by the name of their type, also in a map of functions", () => {
    const types = translatorTypes(
      `export type PaymentTranslator = ReturnType<typeof getTranslations<"payment">>;`,
    );
    const code = `
      const say = (t: PaymentTranslator) => t("a");
      const sayings: Record<string, (t: PaymentTranslator) => string> = { b: (t) => t("b") };`;
    expect(messageUses("app/page.tsx", code, types)).toEqual([
      { place: "app/page.tsx:2", pattern: "payment.a" },
      { place: "app/page.tsx:3", pattern: "payment.b" },
    ]);
  });

  it("sees what is read from a catalogue without a translator", () => {
    const code = "const head = messages.csv.parts[part]; const own = messages[name].columns[key];";
    expect(messageUses("lib/web/x.ts", code)).toEqual([{ place: "lib/web/x.ts:1", pattern: "csv.parts.*" }]);
  });

  it("takes a variable key for the whole namespace, but not for the root", () => {
    const code = (namespace: string) =>
      `const A = () => { const t = useTranslations(${namespace}); return t(key); };`;
    expect(problems({ payments: derived, languages: { en: "English" } }, code(`"languages"`))).toEqual([]);
    expect(problems({ payments: derived }, code(""))).toEqual([
      "app/page.tsx:1: the key of this text cannot be read. Write it as a literal or as a template with a fixed beginning.",
    ]);
  });
});
