import path from "node:path";
import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/test/longest-first";

const root = import.meta.dirname;
const outside = [...configDefaults.exclude, ".next/**", ".counterfoil/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...outside, "**/*.db.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: outside,
          globalSetup: ["scripts/test/start-database.ts"],
          setupFiles: ["scripts/test/use-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
