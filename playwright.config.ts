import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/start-stack.ts",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env["CI"] === undefined ? [["list"]] : [["line"]],
  forbidOnly: process.env["CI"] !== undefined,
  projects: [
    { name: "together", testIgnore: "alone/**" },
    // These move the clock or break a part of the outside world that all tests share: one after the other.
    { name: "alone", testMatch: "alone/**", dependencies: ["together"], workers: 1 },
  ],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
