import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { makePerson } from "@/prisma/factories/person";

/** Answered means drawn: the form is made empty then, and what is typed before that would be lost. */
async function trySignIn(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST", {
    timeout: 40_000,
  });
  await page.getByRole("button", { name: "Sign in" }).click();
  await answered;
  await expect(page.getByLabel("Password")).toHaveValue("");
}

const wrong = "E-mail address or password is not right.";

test("an unknown user and a wrong password get the same answer, and the e-mail stays typed", async ({
  page,
  shop,
  expectAccessible,
}) => {
  const eva = await makePerson({ [shop.merchantId]: "owner" });
  await page.goto("/payments");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectAccessible("sign-in");
  for (const email of [eva.email, "nobody@example.nl"]) {
    await trySignIn(page, email, "not the password");
    await expect(page.getByText(wrong)).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  }
  await expectAccessible("sign-in refused");
});

test("after eight wrong tries even the right password has to wait", async ({ page, shop }) => {
  const eva = await makePerson({ [shop.merchantId]: "owner" });
  await page.goto("/sign-in");
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    await trySignIn(page, eva.email, attempt <= 8 ? `wrong ${attempt.toString()}` : eva.password);
    await expect(page.getByText(attempt <= 8 ? wrong : "Too many attempts.")).toBeVisible();
  }
});
