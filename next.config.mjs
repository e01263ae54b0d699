import createNextIntlPlugin from "next-intl/plugin";

const more = "%[89ab][0-9a-f]";
const sign = [
  "%[0-7][0-9a-f]",
  `%(?:c[2-9a-f]|d[0-9a-f])${more}`,
  `%(?:e0%[ab][0-9a-f]|e[1-9a-cef]${more}|ed%[89][0-9a-f])${more}`,
  `%(?:f0%[9ab][0-9a-f]|f[1-3]${more}|f4%8[0-9a-f])${more}${more}`,
].join("|");
const unreadable = `((?:[^%]|${sign})*(?!${sign})%.*)`;

const withTexts = createNextIntlPlugin("./lib/web/texts.ts");

export default withTexts({
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types; doing it again would double the first start.
  typescript: { ignoreBuildErrors: true },
  skipTrailingSlashRedirect: true,
  // A capture file of 100,000 rows is handed in by a form.
  experimental: { serverActions: { bodySizeLimit: "17mb" } },
  // Clients of this protocol compare the header's name too; one set here keeps its capitals (wire.md 1.1).
  headers: () =>
    Promise.resolve([
      { source: "/json/:rest*", headers: [{ key: "Content-Type", value: "application/json" }] },
    ]),
  // Next answers 500 to a path whose percent signs spell no UTF-8 (`/payments/%ff`): nobody has such an address.
  rewrites: () =>
    Promise.resolve({
      beforeFiles: [
        { source: `/api/v1/:rest${unreadable}`, destination: "/api/v1/nothing" },
        { source: `/:rest${unreadable}`, destination: "/nothing" },
      ],
    }),
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pg-cursor",
    "pg-copy-streams",
    "graphile-worker",
    "pino",
  ],
});
