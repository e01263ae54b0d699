/**
 * Who may import whom. `rule` forbids what it names; `room` forbids everything it does not name.
 * Each comment says where the code belongs instead.
 */
const list = (paths) => [paths].flat();
const rule = (name, from, to, comment) => ({
  name,
  comment,
  severity: "error",
  from: Array.isArray(from) || typeof from === "string" ? { path: from } : from,
  to: Array.isArray(to) || typeof to === "string" ? { path: to } : to,
});
const room = (name, from, mayImport, comment) =>
  rule(name, { path: from, pathNot: databaseTests }, { path: rooms, pathNot: list(mayImport) }, comment);

const rooms = "^(app|components|lib|prisma|sandbox|e2e|bench|scripts)/";
const tests = "\\.test\\.tsx?$";
const databaseTests = "\\.db\\.test\\.ts$";
const [kernel, listing, wire, platform, features, web, worker] = [
  "kernel",
  "listing",
  "wire",
  "platform",
  "features",
  "web",
  "worker",
].map((name) => `^lib/${name}/`);
const model = "^lib/features/[^/]+/model\\.ts$";
const declaration = "^lib/features/[^/]+/listing\\.ts$";
const partOf = (...names) => `^lib/features/[^/]+/(${names.join("|")})(\\.ts$|/)`;
const packageNamed = (...names) => `node_modules/(${names.join("|")})/`;

const direction = [
  room("kernel-is-the-floor", kernel, kernel, "A word that needs another room belongs in that room."),
  room(
    "listing-knows-only-kernel",
    listing,
    [kernel, listing],
    "The list engine is pure. What touches the database belongs in lib/platform, what touches Next in lib/web.",
  ),
  room(
    "wire-knows-only-kernel",
    wire,
    [kernel, wire],
    "Codecs are pure. The endpoint in app/ puts codec and command together.",
  ),
  room(
    "platform-knows-no-product",
    platform,
    [kernel, wire, platform, listing, "^locales/"],
    "platform knows no noun of the product: move that part to its folder in lib/features.",
  ),
  rule(
    "listing-meets-the-database-in-one-place",
    { path: platform, pathNot: ["^lib/platform/listing-[a-z-]+\\.ts$", tests] },
    listing,
    "Within platform only the query helper of listings (listing-*.ts) knows lib/listing.",
  ),
  room(
    "features-stand-on-listing-wire-platform",
    features,
    [kernel, listing, wire, platform, features],
    "A feature never imports upwards: what knows Next belongs in lib/web or app/, what draws in components/.",
  ),
  room(
    "web-knows-no-feature",
    web,
    [kernel, listing, platform, web, "^locales/"],
    "lib/web is machinery. Features reach it as parameters from the route in app/.",
  ),
  room(
    "worker-runs-features",
    worker,
    [kernel, platform, features, worker],
    "The worker loads features and platform, never Next, components or app.",
  ),
  room(
    "components-know-no-business",
    "^components/",
    [kernel, listing, "^components/"],
    "Components receive everything through props. One with business words stays beside its route in app/.",
  ),
  room(
    "app-is-a-thin-skin",
    "^app/",
    [kernel, listing, wire, features, web, "^components/", "^app/"],
    "A route asks a query, a command or lib/web. Database, outbox and gateway are not its business.",
  ),
  room(
    "factories-make-rows",
    "^prisma/factories/",
    [kernel, platform, model, "^prisma/factories/"],
    "Factories write rows by themselves. A test that wants the command calls the command.",
  ),
  room(
    "seed-uses-commands",
    "^prisma/(?!factories/)",
    [
      kernel,
      wire,
      platform,
      model,
      partOf("commands", "jobs"),
      worker,
      "^prisma/",
      "^sandbox/(people/|acquirer/behaviour|mail/(behaviour|reports))",
    ],
    "The seed goes through the same commands as production; it needs no screen and no route.",
  ),
  room(
    "sandbox-is-the-outside-world",
    "^sandbox/",
    [kernel, wire, "^sandbox/"],
    "The sandbox speaks HTTP and SMTP like any stranger. What needs the database belongs in scripts/sandbox.",
  ),
  room(
    "e2e-sees-what-a-person-sees",
    "^e2e/",
    ["^prisma/factories/", "^sandbox/", "^scripts/", "^e2e/"],
    "Browser tests go through the screen; rows come from prisma/factories, the outside world from sandbox/.",
  ),
  rule(
    "product-stands-alone",
    { path: "^(app|components|lib|sandbox)/", pathNot: tests },
    "^(e2e|bench|scripts|prisma)/",
    "Tests, benchmarks, scripts and the seed use the product, never the other way round.",
  ),
];

const insideFeatures = [
  rule(
    "features-meet-through-the-outbox",
    { path: "^lib/features/([^/]+)/", pathNot: databaseTests },
    { path: features, pathNot: ["^lib/features/$1/", model] },
    "A feature reads another's model.ts and nothing else of it. To react to it, take its event from the outbox.",
  ),
  rule(
    "registry-reads-listings-and-queries",
    "^lib/features/registry\\.ts$",
    { path: features, pathNot: [declaration, partOf("queries")] },
    "The registry names listings and their queries; nothing else of a feature belongs there.",
  ),
  rule(
    "model-is-pure",
    model,
    { path: rooms, pathNot: [kernel, model] },
    "model.ts runs anywhere: it imports the kernel and other model.ts.",
  ),
  rule(
    "listing-is-data",
    "^lib/features/([^/]+)/listing\\.ts$",
    { path: rooms, pathNot: [kernel, listing, "^lib/features/$1/model\\.ts$"] },
    "listing.ts is data: kernel, lib/listing and its own model.ts. How to fetch it belongs in queries.ts.",
  ),
  rule(
    "queries-only-read",
    { path: partOf("queries"), pathNot: tests },
    [wire, partOf("commands", "jobs")],
    "queries.ts reads: no codec, no command, no job.",
  ),
  rule(
    "commands-know-no-protocol",
    { path: partOf("commands"), pathNot: tests },
    [wire, listing],
    "commands.ts takes words of the kernel. The codec belongs in the endpoint or in jobs.ts.",
  ),
  rule(
    "app-does-no-jobs",
    "^(app|components|lib/web)/",
    partOf("jobs"),
    "jobs.ts runs in the worker. A route that must have the outcome calls the command that waits for it.",
  ),
];

const packages = [
  rule(
    "pure-code-imports-no-package",
    { path: [kernel, listing, model, declaration], pathNot: tests },
    { dependencyTypesNot: ["local", "aliased"], pathNot: packageNamed("zod", "temporal-polyfill") },
    "kernel, listing, model.ts and listing.ts run anywhere: only zod and temporal-polyfill. The rest is lib/platform's.",
  ),
  rule(
    "only-web-knows-next",
    { path: "^(lib|sandbox)/", pathNot: web },
    packageNamed("next", "react", "react-dom", "next-auth", "next-intl", "@auth"),
    "Within lib only lib/web imports next, react or next-auth: the worker never loads them.",
  ),
  rule(
    "prisma-stays-below",
    {
      path: "^(app|components|lib|sandbox|e2e)/",
      pathNot: [platform, partOf("queries", "commands", "jobs"), databaseTests],
    },
    ["^lib/platform/generated/", packageNamed("@prisma", "prisma")],
    "Only lib/platform, queries.ts, commands.ts, jobs.ts and prisma/ touch Prisma. Map to a plain row in queries.ts.",
  ),
  rule(
    "connections-stay-in-platform",
    { path: "^(app|components|lib|sandbox|e2e)/", pathNot: [platform, worker, databaseTests] },
    packageNamed("pg", "pg-cursor", "pg-copy-streams", "graphile-worker", "@types/pg", "@types/pg-cursor"),
    "Connections and the outbox belong in lib/platform and lib/worker; queries.ts may compose fragments with sql-template-tag.",
  ),
  rule(
    "only-the-proven-mint-a-scope",
    {
      pathNot: [
        "^lib/web/(session|endpoint|[a-z]+-caller)\\.ts$",
        "^lib/platform/(outbox|scope)(\\.test|\\.db\\.test)?\\.ts$",
        "^prisma/(factories|seed)/",
      ],
    },
    "^lib/platform/scope\\.ts$",
    "A session, a credential, a claimed job or a factory proves a merchant. Take the scope as a parameter instead.",
  ),
];

module.exports = {
  forbidden: [
    rule("no-circular", {}, { circular: true }, "Pull the shared word down into a file that both can read."),
    rule("no-unresolved", {}, { couldNotResolve: true }, "This import leads nowhere."),
    rule(
      "no-test-as-library",
      {},
      tests,
      "What two tests share belongs in prisma/factories or scripts/test.",
    ),
    ...direction,
    ...insideFeatures,
    ...packages,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: ["node_modules", "^lib/platform/generated/"] },
    exclude: { path: ["^\\.next/", "^\\.counterfoil/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
