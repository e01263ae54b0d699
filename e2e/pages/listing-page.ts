import type { Locator, Page } from "@playwright/test";

/** One object for every list of the portal: found by role and name, as a person finds it. */
export class ListingPage {
  readonly rows: Locator;
  readonly search: Locator;
  readonly chips: Locator;
  readonly count: Locator;
  readonly sums: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator("tbody tr");
    this.search = page.getByRole("search").getByRole("combobox").first();
    this.chips = page
      .getByRole("list", { name: "Active filters" })
      .getByRole("link", { name: "Remove this filter" });
    this.count = page.locator("[data-summary=count]");
    this.sums = page.locator("[data-summary=sum]");
  }

  async open(path: string) {
    await this.page.goto(path);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  async find(text: string) {
    await this.search.fill(text);
    await this.search.press("Enter");
    await this.page.waitForURL((url) => url.searchParams.get("q") === text);
  }

  async openRow(text: string) {
    await this.row(text).getByRole("link").first().click();
  }

  /** The text of one column of all rows. */
  column(index: number): Promise<string[]> {
    return this.rows.locator(`td:nth-child(${index.toString()})`).allInnerTexts();
  }
}
