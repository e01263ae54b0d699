import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { mailsTo } from "./support/mails";
import { makePerson, makeSession } from "@/prisma/factories/person";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

/** The link of the newest mail in the sandbox's mailbox, once so many have arrived. */
async function linkIn(address: string, count: number): Promise<string> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 90_000 }).toBe(count);
  const newest = (await mailsTo(address)).at(-1);
  const link = /https?:\/\/\S+\/(?:reset-password|invitation)\/[\w-]{43}/.exec(newest?.text ?? "")?.[0];
  if (link === undefined) throw new Error(`no link in: ${newest?.text ?? "no mail"}`);
  return link;
}

async function signIn(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function askForLink(page: Page, email: string) {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.waitForURL("**/forgot-password");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
}

/** A minute has passed since everything that was asked for. */
const waitAMinute = () => rowsOf("update password_reset_wish set at = at - interval '61 seconds'", []);

/** The address shows no secret any more. */
async function follow(page: Page, link: string, shown: string) {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  await page.goto(link);
  await page.waitForURL(`**${shown}`);
  expect(new Set(asked)).toEqual(new Set([new URL(link).origin]));
}

test("a forgotten password is chosen anew by the link of the mail, once, and every session ends", async ({
  page,
  shop,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const person = await makePerson({ [shop.merchantId]: "support" });
  const { sessionId } = await makeSession(person);

  await askForLink(page, "nobody");
  await expect(page.getByText("Enter an e-mail address, such as")).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue("nobody");
  const unknown = `${crypto.randomUUID()}@example.nl`;
  for (const email of [unknown, person.email]) {
    await askForLink(page, email);
    await expect(page.getByText(`If ${email} has an account, an e-mail is on its way to it.`)).toBeVisible();
  }
  await expectAccessible("asked for a link");
  await askForLink(page, person.email);
  await expect(page.getByText("less than a minute ago")).toBeVisible();

  const older = await linkIn(person.email, 1);
  await waitAMinute();
  await askForLink(page, person.email);
  await expect(page.getByText("is on its way")).toBeVisible();
  await expect.poll(async () => (await mailsTo(person.email)).length, { timeout: 90_000 }).toBe(2);
  await follow(page, older, "/reset-password");
  await expect(page.getByText("A newer link was sent after this one.")).toBeVisible();

  const link = await linkIn(person.email, 2);
  await follow(page, link, "/reset-password");
  await expect(page.getByText(person.email)).toBeVisible();
  await page.getByLabel("New password").fill("Password1234");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("one of the first passwords that others try")).toBeVisible();
  await expectAccessible("choosing a password");
  await page.getByLabel("New password").fill("seven quiet lanterns");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.waitForURL("**/sign-in?changed=1");
  await expect(page.getByText("Your password was changed")).toBeVisible();
  const [ended] = await rowsOf<{ at: Date | null }>("select ended_at as at from user_session where id = $1", [
    sessionId,
  ]);
  expect(ended?.at).not.toBeNull();

  await follow(page, link, "/reset-password");
  await expect(page.getByText("This link was used before.")).toBeVisible();
  await page.goto("/sign-in");
  await signIn(page, person.email, "seven quiet lanterns");
  await page.waitForURL(/\/(home|payments)/);
  expect(await mailsTo(unknown)).toEqual([]);
});

async function inviteFrom(page: Page, email: string) {
  await page.goto("/settings/people");
  const form = page.getByRole("region", { name: "Invite a colleague" });
  await form.getByLabel("E-mail address").fill(email);
  await form.getByLabel("Name").fill("Maria Virtanen");
  await form.getByLabel("Role").selectOption("Support");
  await form.getByRole("button", { name: "Send the invitation" }).click();
  return form;
}

const sentLongAgo = (shop: Shop) =>
  rowsOf("update colleague_invitation set sent_at = sent_at - interval '61 seconds' where merchant_id = $1", [
    shop.merchantId,
  ]);

test("a colleague is invited by mail, joins with a password of their own, and is there", async ({
  page,
  browser,
  shop,
  owner,
  baseURL,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const email = `maria.${crypto.randomUUID().slice(0, 8)}@example.fi`;
  const refused = await inviteFrom(page, owner.email);
  await expect(refused.getByText("E-mail address: there is already an account with it.")).toBeVisible();
  await expect(refused.getByLabel("E-mail address")).toHaveValue(owner.email);
  const form = await inviteFrom(page, email);
  await expect(form.getByText(`The invitation to ${email} is on its way.`)).toBeVisible();
  const list = page.getByRole("region", { name: "Open invitations" });
  await expect(list).toContainText(email);
  await expectAccessible("people with invitations");
  const again = list.getByRole("button", { name: `Send again: ${email}` });
  await again.click();
  await expect(list.getByText("less than a minute ago")).toBeVisible();
  const older = await linkIn(email, 1);
  await sentLongAgo(shop);
  await again.click();
  await expect(list.getByText("On its way; the older link no longer works.")).toBeVisible();
  const link = await linkIn(email, 2);
  expect(link).not.toBe(older);

  const context = await browser.newContext({ locale: "en-GB", baseURL: baseURL ?? "" });
  const theirs = await context.newPage();
  await follow(theirs, older, "/invitation");
  await expect(theirs.getByText("This link is not right.")).toBeVisible();
  await follow(theirs, link, "/invitation");
  await expect(theirs.getByText("Your role is Support.")).toBeVisible();
  await expect(theirs.getByLabel("Your name")).toHaveValue("Maria Virtanen");
  await theirs.getByLabel("Your name").fill("Maria Korhonen");
  await theirs.getByLabel("New password").fill("five amber teapots");
  await theirs.getByRole("button", { name: "Accept and sign in" }).click();
  await theirs.waitForURL(/\/(home|payments)/);
  await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await theirs.goto("/settings/people"))?.status()).toBe(404);
  await follow(theirs, link, "/invitation");
  await expect(theirs.getByText("This invitation was accepted before.")).toBeVisible();
  await context.close();

  await page.goto("/settings/people");
  await expect(page.getByText("Maria Korhonen")).toBeVisible();
  await expect(page.getByRole("region", { name: "Open invitations" })).toHaveCount(0);
});

test("an invitation that was withdrawn opens nothing", async ({ page, shop, owner }) => {
  test.setTimeout(240_000);
  expect(owner.email).toContain("@");
  expect(shop.merchantId).not.toBe("");
  const email = `withdrawn.${crypto.randomUUID().slice(0, 8)}@example.fi`;
  await inviteFrom(page, email);
  const link = await linkIn(email, 1);
  await page.getByRole("button", { name: `Withdraw: ${email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("region", { name: "Open invitations" })).toHaveCount(0);
  await follow(page, link, "/invitation");
  await expect(page.getByText("This invitation was withdrawn.")).toBeVisible();
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test.describe(`at ${viewport.width.toString()} px`, () => {
    test.use({ viewport });
    test("axe finds nothing on the pages before signing in, and nothing scrolls sideways", async ({
      expectAccessiblePages,
    }) => {
      const links = [`/reset-password/${"A".repeat(43)}`, `/invitation/${"A".repeat(43)}`];
      await expectAccessiblePages(["/sign-in", "/sign-in?changed=1", "/forgot-password", ...links]);
    });
  });
}
