import createNextIntlPlugin from "next-intl/plugin";

const withTexts = createNextIntlPlugin("./lib/web/texts.ts");

export default withTexts({
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types; doing it again would double the first start.
  typescript: { ignoreBuildErrors: true },
  skipTrailingSlashRedirect: true,
  // Clients of this protocol compare the header's name too; one set here keeps its capitals (wire.md 1.1).
  headers: () =>
    Promise.resolve([
      { source: "/json/:rest*", headers: [{ key: "Content-Type", value: "application/json" }] },
    ]),
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pg-cursor",
    "pg-copy-streams",
    "graphile-worker",
    "pino",
  ],
});
