import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { ListingPage } from "./pages/listing-page";
import { mailsTo } from "./support/mails";
import { makeBounce, makeCommunication } from "@/prisma/factories/bounce";
import { makeInvoice } from "@/prisma/factories/invoice";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

/** Far ahead, so that only the button takes a step. */
const dueDate = "2099-03-20";
const bySms = { action: "reminder", channel: "sms", fallbackChannel: "email", daysAfterDue: 7 } as const;

async function act(
  page: Page,
  label: string,
  fill: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>,
) {
  await page.getByRole("button", { name: label, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  await dialog.getByRole("button", { name: label, exact: true }).click();
  await expect(dialog).toContainText("Done.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
}
const nothing = () => Promise.resolve();

test("an SMS reminder fails, the fallback e-mail goes out, and the report of the bounce opens the invoice", async ({
  page,
  shop,
  owner,
}) => {
  test.setTimeout(240_000);
  expect(owner.email).toContain("@");
  const email = `debtor.${crypto.randomUUID().slice(0, 8)}@shop.example`;
  const number = `INV-${crypto.randomUUID().slice(0, 6)}`;
  const mobile = "+31612340001";
  const { id } = await makeInvoice(shop, {
    number,
    dueDate,
    email,
    mobile,
    steps: [{ ...bySms, feeMinor: 500 }],
  });

  await page.goto(`/invoices/${id}`);
  await act(page, "Next step now", nothing);
  const steps = page.getByRole("region", { name: "Reminder steps" });
  await expect(steps).toContainText("SMS → E-mail");
  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 90_000 }).toBe(1);
  const [mail] = await mailsTo(email);
  expect(mail?.text).toContain(number);

  const list = new ListingPage(page);
  await expect(async () => {
    await list.open("/credit-management-bounces");
    await expect(list.rows).toHaveCount(1);
  }).toPass({ timeout: 60_000 });
  for (const words of [number, "SMS", mobile, "absent subscriber"])
    await expect(list.rows).toContainText(words);
  await list.openRow(number);
  await page.waitForURL(new RegExp(`/invoices/${id}`));

  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
  await expect(steps).toContainText("Backup sent");
  const messages = page.getByRole("region", { name: "Messages to the debtor" });
  await expect(messages).toContainText("Did not arrive: absent subscriber: the phone is switched off");
  await expect(messages).toContainText("The backup was sent instead.");
  await expect(messages.getByRole("listitem").filter({ hasText: email })).toContainText("E-mail");
  await expect(page.getByRole("region", { name: "History" })).toContainText("Backup of the reminder sent");
  await messages.getByRole("link", { name: /Did not arrive/ }).click();
  await page.waitForURL(/\/bounces\/[0-9a-f-]{36}/);
  await expect(page.getByText(mobile).first()).toBeVisible();
});

test("an invoice is found, credited, disputed and written off, and says what is closed and why", async ({
  page,
  shop,
  owner,
}) => {
  expect(owner.email).toContain("@");
  await makeInvoice(shop, { number: "INV-7", dueDate });
  await makeInvoice(shop, { number: "INV-8", dueDate, statusCode: 20 });
  const list = new ListingPage(page);
  await list.open("/invoices");
  await expect(list.rows).toHaveCount(2);
  await list.find("INV-7");
  await expect(list.rows).toHaveCount(1);
  await list.openRow("INV-7");
  await page.waitForURL(/\/invoices\/[0-9a-f-]{36}/);

  await page.getByRole("button", { name: "Credit note" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("100.01");
  await dialog.getByRole("button", { name: "Credit note" }).click();
  await expect(dialog).toContainText("This is more than was invoiced and not yet credited.");
  await dialog.getByLabel("Amount").fill("twelve");
  await dialog.getByRole("button", { name: "Credit note" }).click();
  await expect(dialog).toContainText("This cannot be read.");
  await dialog.getByLabel("Amount").fill("40,00");
  await dialog.getByLabel("Number of the credit note").fill("CN-1");
  await dialog.getByRole("button", { name: "Credit note" }).click();
  await expect(dialog).toContainText("Done.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("region", { name: "Credit notes" })).toContainText("CN-1");
  await expect(page.getByText(/60\.00\sEUR open/)).toBeVisible();

  await act(page, "Register a dispute", (open) =>
    open.getByLabel("Reason").fill("The parcel arrived damaged"),
  );
  await page.getByText(/actions are not possible now/).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Pause:" })).toContainText(
    "The status of the invoice does not allow this.",
  );
  await act(page, "Close the dispute", (open) => open.getByLabel("Outcome").fill("Sent a new one"));
  await act(page, "Write off", nothing);
  await expect(page.getByRole("button", { name: "Write off" })).toHaveCount(0);
  const history = page.getByRole("region", { name: "History" });
  for (const words of ["Credit note", "Dispute registered", "Dispute closed", "Written off"])
    await expect(history).toContainText(words);
});

test("the CSV has what the filter finds", async ({ page, shop, owner }) => {
  expect(owner.email).toContain("@");
  await makeInvoice(shop, { number: "INV-1", dueDate, name: "Wollny, Brzęczyszczykiewicz" });
  await makeInvoice(shop, { number: "INV-2", dueDate, statusCode: 80 });
  await page.goto("/invoices?status=10");
  await page.getByRole("button", { name: "Export CSV" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /Plain/ }).click(),
  ]);
  const csv = await readFile(await download.path(), "utf8");
  expect(csv).toContain("INV-1");
  expect(csv).not.toContain("INV-2");
  expect(csv).toContain('"Wollny, Brzęczyszczykiewicz"');
});

test("support reads invoices and may not act on them", async ({ page, shop, signIn }) => {
  await signIn([shop], { role: "support" });
  const { id } = await makeInvoice(shop, { dueDate });
  await page.goto(`/invoices/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("INV-1");
  for (const label of ["Next step now", "Write off"])
    await expect(page.getByRole("button", { name: label })).toHaveCount(0);
});

/** One of each, as they stand after their lives. */
async function makeAll(shop: Shop): Promise<string[]> {
  const full = await makeInvoice(shop, {
    dueDate,
    steps: [bySms, { action: "admin_costs", channel: null, daysAfterDue: 9, feeMinor: 4_000 }],
  });
  const about = { invoiceId: full.id, channel: "sms", addressee: "+31612345678" } as const;
  const communicationId = await makeCommunication(shop, { ...about, state: "bounced" });
  const bounceId = await makeBounce(shop, {
    ...{ kind: "CREDIT_MANAGEMENT", channel: "sms", addressee: about.addressee, communicationId },
    ...{ invoiceNumber: "INV-1", reason: "absent subscriber ".repeat(12) },
  });
  await rowsOf("update bounce set invoice_id = $2 where id = $1", [bounceId, full.id]);
  const long = await makeInvoice(shop, {
    ...{
      number: `INV-${"9".repeat(40)}`,
      name: "Wollny-Brzęczyszczykiewicz ".repeat(4),
      amountMinor: 999_999_999_99,
    },
    ...{ statusCode: 23, email: `${"a".repeat(60)}@example.nl` },
  });
  return ["/invoices", `/invoices/${full.id}`, `/invoices/${long.id}`, "/credit-management-bounces"];
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("axe finds nothing on invoices and schemes, and nothing scrolls sideways", async ({
      page,
      shop,
      owner,
      expectAccessible,
      expectAccessiblePages,
      expectFits,
    }) => {
      test.setTimeout(180_000);
      expect(owner.email).toContain("@");
      const schemes = `/settings/websites/${shop.websiteId}/schemes`;
      await expectAccessiblePages(["/invoices", schemes]);
      const paths = await makeAll(shop);
      await expectAccessiblePages([...paths, schemes]);
      await page.goto(paths[1] ?? "");
      await page.getByRole("button", { name: "Payment plan" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessible("dialog");
      await expectFits("dialog");
    });
  });
}
