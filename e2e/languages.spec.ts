import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { test } from "@/e2e/fixtures";
import { askFor } from "@/e2e/support/buckaroo";
import { baseUrl, drainWorker, pay } from "@/e2e/support/world";
import { makeChain } from "@/prisma/factories/chain";
import { makeHandedFile } from "@/prisma/factories/handed-file";
import { makeInvoice } from "@/prisma/factories/invoice";
import { rowsOf } from "@/prisma/factories/shop";

type Catalogue = { readonly [key: string]: string | Catalogue };

const read = (locale: string) => JSON.parse(readFileSync(`locales/${locale}.json`, "utf8")) as Catalogue;

function flat(catalogue: Catalogue, prefix = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

/** A raw code, which stands in a tooltip in every language. */
const isCode = (text: string) => /^[a-z_]+$/.test(text);

/** English texts that read differently in this language everywhere: on a page of it they are leftovers. */
function leftoversOf(locale: string): Set<string> {
  const own = flat(read(locale));
  const spoken = new Set(own.map(([, text]) => text));
  return new Set(
    flat(read("en"))
      .map(([, text]) => text)
      .filter((text) => !text.includes("{") && !isCode(text) && !spoken.has(text)),
  );
}

/** Every text a person sees or hears: text nodes, names, hints. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const spoken = ["aria-label", "title", "placeholder", "alt"];
    const elements = [...document.body.querySelectorAll("*:not(script, style)")];
    const told = elements.flatMap((element) => [
      ...spoken.map((name) => element.getAttribute(name) ?? ""),
      ...[...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.nodeValue ?? ""),
    ]);
    return told.map((text) => text.trim()).filter((text) => text !== "");
  });

const figures = { en: "1,234.50", nl: "1.234,50", de: "1.234,50", fi: "1 234,50", pl: "1 234,50" } as const;

for (const locale of ["nl", "de", "fi", "pl", "en"] as const) {
  test(`everything is said in ${locale}, and figures are written as there`, async ({
    page,
    context,
    shop,
    owner,
  }) => {
    expect(owner.email).toContain("@");
    await context.addCookies([{ name: "locale", value: locale, url: baseUrl() }]);
    const payment = await pay(shop, { minor: 123_450 });
    await drainWorker();
    const leftovers = leftoversOf(locale);
    const keys = new Set(flat(read("en")).map(([key]) => key));
    const paths = ["/payments", "/payments?status=expired", `/payments/${payment.id}`, "/exports"];
    const [push] = await rowsOf<{ id: string }>("select id from push where merchant_id = $1", [
      shop.merchantId,
    ]);
    const ofPush = `/pushes/${push?.id ?? ""}`;
    const pushes = ["/pushes", ofPush, `${ofPush}/signature`, "/bulk-pushes"];
    const request = await askFor(shop, { service: "emandate", action: "CreateMandate" });
    const parts = ["", "/log", "/messages", "/gateway-requests"];
    const requests = ["/data-requests", ...parts.map((part) => `/data-requests/${request.id}${part}`)];
    const spoken = ["/log", "/messages", "/gateway-requests", ...requests, ...pushes];
    const bounces = ["/email-bounces", "/credit-management-bounces", "/bounces/workbench", "/suppressions"];
    const { id: invoiceId } = await makeInvoice(shop, { dueDate: "2099-03-20" });
    const told = [...bounces, "/emails", "/reports", "/invoices", `/invoices/${invoiceId}`];
    const [chain, file] = [await makeChain(shop), await makeHandedFile(shop)];
    const kept = ["/authorisations", `/authorisations/${chain.id}`, "/authorisation-failures"];
    const files = ["/files", `/files/${file.id}`];
    const settings = ["/settings/websites", "/settings/people", "/settings/profile", "/settings/sessions"];
    for (const part of ["pushes", "mails", "schemes", "renewals"])
      settings.push(`/settings/websites/${shop.websiteId}/${part}`);
    const all = [...paths, ...spoken, ...told, ...kept, ...files, ...settings];
    // Nothing is left over in English, and a text without words is the same in all five.
    for (const path of locale === "en" ? paths : all) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const said = await saidOn(page);
      expect(
        said.filter((text) => leftovers.has(text) || keys.has(text)),
        path,
      ).toEqual([]);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
    }
    await page.goto("/payments");
    const amount = await page.locator("tbody tr").first().innerText();
    expect(amount.replaceAll(/[\u00a0\u202f]/g, " ")).toContain(figures[locale]);
  });
}

for (const locale of ["nl", "de", "fi", "pl"] as const) {
  test(`everything is said in ${locale} before signing in, too`, async ({ page, context }) => {
    await context.addCookies([{ name: "locale", value: locale, url: baseUrl() }]);
    const leftovers = leftoversOf(locale);
    const token = "A".repeat(43);
    for (const path of ["/sign-in", "/forgot-password", `/reset-password/${token}`, `/invitation/${token}`]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(
        (await saidOn(page)).filter((text) => leftovers.has(text)),
        path,
      ).toEqual([]);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
    }
  });
}

test("the first guess is the browser's language", async ({ browser }) => {
  const context = await browser.newContext({ locale: "fi-FI" });
  const page = await context.newPage();
  await page.goto(`${baseUrl()}/sign-in`);
  await expect(page.locator("html")).toHaveAttribute("lang", "fi");
  await context.close();
});
