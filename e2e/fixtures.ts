import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

import { makePerson, makeSession, type Person } from "@/prisma/factories/person";
import type { Shop } from "@/prisma/factories/shop";
import { baseUrl, openShop } from "./support/world";

type Fixtures = {
  /** A merchant of this test's own, with a website that pays and is pushed to. */
  readonly shop: Shop;
  readonly signIn: (
    shops: readonly Shop[],
    options?: { readonly role?: Parameters<typeof makePerson>[0][string] },
  ) => Promise<Person>;
  /** Signed in as the owner of the shop's merchant. */
  readonly owner: Person;
  /** As it stands now, and its colours in the other scheme too. */
  readonly expectAccessible: (what: string) => Promise<void>;
  /** Nothing scrolls sideways. */
  readonly expectFits: (what: string) => Promise<void>;
  /** Opens each: there it is, accessible, and it fits. */
  readonly expectAccessiblePages: (paths: readonly string[]) => Promise<void>;
};

/**
 * What a trace and axe put into each frame is refused by the frames in which mails are shown: they run no script at all,
 * as it must be.
 */
const noise = ["Failed to load resource", "Blocked script execution in 'about:srcdoc'"];

/** Console errors and unhandled rejections fail a test. */
function listen(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (problem) => problems.push(problem.message));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !noise.some((words) => text.includes(words))) problems.push(text);
  });
  return problems;
}

/** In the page itself: no frame of another origin is looked into, and no further page is opened for each look. */
const axeOn = (page: Page) => new AxeBuilder({ page }).setLegacyMode();
/** What the colour scheme decides. */
const colourRules = ["color-contrast", "link-in-text-block"];

function endTransitions(): void {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
}

async function expectNoViolations(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => {
    await use(baseUrl());
  },
  page: async ({ page }, use) => {
    const problems = listen(page);
    await use(page);
    expect(problems).toEqual([]);
  },
  shop: async ({}, use) => {
    await use(await openShop());
  },
  signIn: async ({ context }, use) => {
    await use(async (shops, options) => {
      const role = options?.role ?? "owner";
      const person = await makePerson(Object.fromEntries(shops.map(({ merchantId }) => [merchantId, role])));
      const { cookie } = await makeSession(person);
      await context.addCookies([{ ...cookie, url: baseUrl(), httpOnly: true, sameSite: "Lax" }]);
      return person;
    });
  },
  owner: async ({ shop, signIn }, use) => {
    await use(await signIn([shop]));
  },
  expectAccessible: async ({ page }, use) => {
    await use(async (what) => {
      const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
      const [scheme, other] = isDark ? (["dark", "light"] as const) : (["light", "dark"] as const);
      await expectNoViolations(axeOn(page), `${what}, ${scheme}`);
      await page.emulateMedia({ colorScheme: other });
      await page.evaluate(endTransitions);
      await expectNoViolations(axeOn(page).withRules(colourRules), `${what}, ${other}`);
      await page.emulateMedia({ colorScheme: scheme });
    });
  },
  expectFits: async ({ page }, use) => {
    await use(async (what) => {
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways, what).toBeLessThanOrEqual(0);
    });
  },
  expectAccessiblePages: async ({ page, expectAccessible, expectFits }, use) => {
    await use(async (paths) => {
      base.slow();
      for (const path of paths) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(path);
        await expectFits(path);
      }
    });
  },
});
