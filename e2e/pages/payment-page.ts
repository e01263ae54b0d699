import { expect, type Locator, type Page } from "@playwright/test";

export type Way = "mouse" | "keyboard";

/** A payment's page with its moves: buttons of their own, or entries behind "More actions". */
export class PaymentPage {
  readonly bar: Locator;
  readonly dialog: Locator;
  private readonly page: Page;
  private readonly way: Way;

  constructor(page: Page, way: Way = "mouse") {
    this.page = page;
    this.way = way;
    this.bar = page.getByRole("group", { name: "Actions" });
    this.dialog = page.getByRole("dialog");
  }

  async open(id: string) {
    await this.page.goto(`/payments/${id}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
    await this.page.waitForSelector("[data-keyboard=ready]", { state: "attached" });
  }

  async press(target: Locator) {
    if (this.way === "mouse") return target.click();
    await target.focus();
    await this.page.keyboard.press("Enter");
  }

  /** The moves of one refund. */
  refundBar(amount: string): Locator {
    return this.page.getByRole("group", { name: `Refund of ${amount}`, exact: true });
  }

  /** Opens the dialog of a move, wherever its button stands. */
  async start(title: string, bar: Locator = this.bar) {
    const own = bar.getByRole("button", { name: title, exact: true });
    if ((await own.count()) === 1) await this.press(own);
    else {
      await this.press(bar.getByRole("button", { name: "More actions" }));
      await this.press(this.dialog.getByRole("button", { name: title, exact: true }));
    }
    await expect(this.dialog.getByRole("heading", { name: title })).toBeVisible();
  }

  /** Sends the open dialog's form by its button and waits for what it says then. */
  async send(button: string | RegExp): Promise<Locator> {
    await this.press(this.dialog.getByRole("button", { name: button }));
    const said = this.dialog.getByRole("status");
    await expect(said).toBeVisible();
    return said;
  }

  async close() {
    await this.press(this.dialog.getByRole("button", { name: "Close" }).last());
    await expect(this.dialog).toHaveCount(0);
  }

  /** The sentence of a closed move. */
  async why(title: string): Promise<string> {
    const own = this.bar.getByRole("button", { name: title, exact: true });
    if ((await own.count()) === 0) await this.bar.getByRole("button", { name: "More actions" }).click();
    const button = this.page.getByRole("button", { name: title, exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    const id = await button.getAttribute("aria-describedby");
    const sentence = await this.page.locator(`#${id ?? "none"}`).innerText();
    if ((await own.count()) === 0) await this.page.keyboard.press("Escape");
    return sentence;
  }
}
