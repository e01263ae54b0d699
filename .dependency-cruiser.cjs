/**
 * Who may import whom. Each row names a room and everything it may reach;
 * what is not named is forbidden, and the comment says where the code belongs instead.
 */
const room = (name, from, mayImport, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: rooms, pathNot: mayImport },
});

const rooms = "^(app|components|lib|prisma|sandbox|e2e|bench|scripts)/";
const tests = "\\.test\\.tsx?$";
const kernel = "^lib/kernel/";
const listing = "^lib/listing/";
const wire = "^lib/wire/";
const platform = "^lib/platform/";
const features = "^lib/features/";
const anyModel = "^lib/features/[^/]+/model\\.ts$";
const registry = "^lib/features/registry\\.ts$";
const databaseFiles = "^lib/features/[^/]+/(queries|commands|jobs)(\\.ts$|/)";
const databaseTests = "\\.db\\.test\\.ts$";

const direction = [
  room(
    "kernel-is-the-floor",
    `^lib/kernel/`,
    [kernel],
    "kernel stands on nothing. A word that needs another room belongs in that room.",
  ),
  room(
    "listing-knows-only-kernel",
    "^lib/listing/",
    [kernel, listing],
    "The list engine is pure. What touches the database belongs in lib/platform, what touches Next in lib/web.",
  ),
  room(
    "wire-knows-only-kernel",
    "^lib/wire/",
    [kernel, wire],
    "Codecs are pure: they map bytes to words of the kernel. The endpoint in app/ puts codec and command together.",
  ),
  {
    ...room(
      "platform-knows-no-product",
      "^lib/platform/",
      [kernel, wire, platform],
      "platform knows no noun of the product. Move the noun's part to its folder in lib/features.",
    ),
    from: { path: "^lib/platform/", pathNot: databaseTests },
  },
  {
    ...room(
      "features-stand-on-listing-wire-platform",
      features,
      [kernel, listing, wire, platform, features],
      "A feature never imports upwards. What knows Next belongs in lib/web or app/, what draws in components/.",
    ),
    from: { path: features, pathNot: databaseTests },
  },
  room(
    "web-knows-no-feature",
    "^lib/web/",
    [kernel, listing, platform, "^lib/web/"],
    "lib/web is machinery. Features reach it as parameters from the route in app/.",
  ),
  room(
    "worker-runs-features",
    "^lib/worker/",
    [kernel, platform, features, "^lib/worker/"],
    "The worker loads features and platform, never Next, components or app.",
  ),
  room(
    "components-know-no-business",
    "^components/",
    [kernel, listing, "^components/"],
    "Components receive everything through props, server actions too. A component with business words stays beside its route in app/.",
  ),
  room(
    "app-is-a-thin-skin",
    "^app/",
    [kernel, listing, wire, features, "^lib/web/", "^components/", "^app/"],
    "A route asks a query, a command or lib/web. Database, outbox and gateway are not its business.",
  ),
  room(
    "factories-make-rows",
    "^prisma/factories/",
    [kernel, platform, anyModel, "^prisma/factories/"],
    "Factories write rows by themselves. A test that wants the command calls the command.",
  ),
  room(
    "seed-uses-commands",
    "^prisma/(?!factories/)",
    [
      kernel,
      wire,
      platform,
      anyModel,
      "^lib/features/[^/]+/(commands|jobs)(\\.ts$|/)",
      "^lib/worker/",
      "^prisma/",
    ],
    "The seed goes through the same commands as production; it needs no screen and no route.",
  ),
  room(
    "sandbox-is-the-outside-world",
    "^sandbox/",
    [kernel, wire, "^sandbox/"],
    "The sandbox speaks HTTP and SMTP like any stranger. What needs the database belongs in scripts/sandbox.",
  ),
  {
    ...room(
      "e2e-sees-what-a-person-sees",
      "^e2e/",
      ["^prisma/factories/", "^sandbox/", "^scripts/", "^e2e/", "^locales/"],
      "Browser tests go through the screen. Rows come from prisma/factories, the outside world from sandbox/.",
    ),
  },
];

const featureFiles = [
  {
    name: "features-meet-through-the-outbox",
    comment:
      "A feature reads another's model.ts and nothing else of it. To react to another feature, take its event from the outbox.",
    severity: "error",
    from: { path: "^lib/features/([^/]+)/", pathNot: databaseTests },
    to: { path: features, pathNot: ["^lib/features/$1/", anyModel] },
  },
  {
    name: "registry-reads-listings-and-queries",
    comment: "The registry names listings and their queries. Nothing else of a feature belongs there.",
    severity: "error",
    from: { path: registry },
    to: { path: features, pathNot: ["/listing\\.ts$", "/queries(\\.ts$|/)"] },
  },
  {
    name: "model-is-pure",
    comment: "model.ts runs anywhere: it imports the kernel and other model.ts, nothing else.",
    severity: "error",
    from: { path: anyModel },
    to: { path: rooms, pathNot: [kernel, anyModel] },
  },
  {
    name: "listing-is-data",
    comment:
      "listing.ts is data: kernel, lib/listing and its own model.ts. How to fetch it belongs in queries.ts.",
    severity: "error",
    from: { path: "^lib/features/([^/]+)/listing\\.ts$" },
    to: { path: rooms, pathNot: [kernel, listing, "^lib/features/$1/model\\.ts$"] },
  },
  {
    name: "queries-only-read",
    comment: "queries.ts reads: no wire, no commands, no jobs.",
    severity: "error",
    from: { path: "^lib/features/[^/]+/queries(\\.ts$|/)" },
    to: { path: [wire, "^lib/features/[^/]+/(commands|jobs)(\\.ts$|/)"] },
  },
  {
    name: "commands-know-no-protocol",
    comment: "commands.ts takes words of the kernel. The codec belongs in the endpoint or in jobs.ts.",
    severity: "error",
    from: { path: "^lib/features/[^/]+/commands(\\.ts$|/)", pathNot: tests },
    to: { path: [wire, listing] },
  },
  {
    name: "app-does-not-do-jobs",
    comment:
      "jobs.ts runs in the worker. A route that must have the outcome calls the command that waits for it.",
    severity: "error",
    from: { path: "^(app|components|lib/web)/" },
    to: { path: "^lib/features/[^/]+/jobs(\\.ts$|/)" },
  },
];

const packages = [
  {
    name: "pure-code-imports-no-package",
    comment:
      "kernel, listing, model.ts and listing.ts run anywhere: only zod and temporal-polyfill. Move what needs more to lib/platform.",
    severity: "error",
    from: { path: ["^lib/(kernel|listing)/", anyModel, "^lib/features/[^/]+/listing\\.ts$"], pathNot: tests },
    to: {
      dependencyTypesNot: ["local", "aliased", "aliased-tsconfig", "aliased-tsconfig-paths"],
      pathNot: "node_modules/(zod|temporal-polyfill)/",
    },
  },
  {
    name: "only-web-knows-next",
    comment: "Within lib only lib/web imports next, react or next-auth: the worker never loads them.",
    severity: "error",
    from: { path: "^(lib|prisma|sandbox|scripts)/", pathNot: "^lib/web/" },
    to: { path: "node_modules/(next|react|react-dom|next-auth|next-intl|@auth)/" },
  },
  {
    name: "prisma-stays-below",
    comment:
      "Only lib/platform, queries.ts, commands.ts, jobs.ts and prisma/ touch Prisma, types included. Map to a plain row in queries.ts.",
    severity: "error",
    from: {
      path: "^(app|components|lib|sandbox|e2e)/",
      pathNot: ["^lib/platform/", databaseFiles, databaseTests],
    },
    to: { path: ["^lib/platform/generated/", "node_modules/(@prisma|prisma)/"] },
  },
  {
    name: "raw-sql-stays-below",
    comment:
      "Connections and raw SQL belong in lib/platform; queries.ts may compose fragments with sql-template-tag.",
    severity: "error",
    from: {
      path: "^(app|components|lib|sandbox|e2e)/",
      pathNot: ["^lib/platform/", databaseTests],
    },
    to: { path: "node_modules/(pg|pg-cursor|pg-copy-streams|graphile-worker|@types/pg|@types/pg-cursor)/" },
  },
  {
    name: "only-the-proven-mint-a-scope",
    comment:
      "A MerchantScope is proven by a session, a credential, a claimed job or a factory. Take the scope as a parameter instead.",
    severity: "error",
    from: {
      pathNot: [
        "^lib/web/(session|endpoint)(\\.tsx?$|/)",
        "^lib/platform/(outbox|scope)(\\.ts$|/)",
        "^prisma/(factories|seed)/",
        "^lib/platform/scope\\.(db\\.)?test\\.ts$",
      ],
    },
    to: { path: "^lib/platform/scope\\.ts$" },
  },
];

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "No cycles: pull the shared word down into a file both can read.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      comment: "This import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "product-stands-alone",
      comment: "Tests, benchmarks, scripts and the seed use the product, never the other way round.",
      severity: "error",
      from: { path: "^(app|components|lib|sandbox)/", pathNot: tests },
      to: { path: "^(e2e|bench|scripts|prisma)/" },
    },
    {
      name: "no-test-as-library",
      comment: "A test is not a library. What two tests share belongs in prisma/factories or scripts/test.",
      severity: "error",
      from: {},
      to: { path: tests },
    },
    ...direction,
    ...featureFiles,
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
    combinedDependencies: false,
    reporterOptions: { text: { highlightFocused: true } },
  },
};
