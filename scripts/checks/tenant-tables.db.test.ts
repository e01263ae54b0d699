import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appRole } from "@/prisma/migrate";
import { readRole, readTables } from "@/scripts/checks/table-facts";
import { appRoleProblems, tenantTableProblems } from "@/scripts/checks/tenant-tables";

const client = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
beforeAll(() => client.connect());
afterAll(() => client.end());

/** What the check says about tables that exist only inside a transaction. */
async function problemsWith(sql: string): Promise<readonly string[]> {
  await client.query("begin");
  try {
    await client.query(sql);
    return tenantTableProblems(await readTables(client)).filter((problem) =>
      problem.startsWith("Table draft"),
    );
  } finally {
    await client.query("rollback");
  }
}

const complete = `
  create table draft (
    merchant_id uuid not null, id uuid not null, amount_minor bigint not null check (amount_minor > 0),
    status text not null check (status in ('open', 'closed')),
    website_id uuid not null, primary key (merchant_id, id), unique (merchant_id, status),
    foreign key (merchant_id, website_id) references website (merchant_id, id));
  alter table draft enable row level security;
  create policy draft_of_merchant on draft using (merchant_id::text = current_setting('app.merchant_id', true));`;

describe("the tables of the product", () => {
  it("keep merchants apart", async () => {
    expect(tenantTableProblems(await readTables(client))).toEqual([]);
  });

  it("stand above a role that cannot step over row security", async () => {
    expect(appRoleProblems(await readRole(client, appRole), await readTables(client))).toEqual([]);
  });
});

describe("the check of tenant tables", () => {
  it("accepts a complete table", async () => {
    expect(await problemsWith(complete)).toEqual([]);
  });

  it("names a table without merchant", async () => {
    expect(await problemsWith("create table draft (id uuid primary key)")).toEqual([
      "Table draft has no merchant_id and is not in the list of shared tables (scripts/checks/tenant-tables.ts).",
    ]);
  });

  it("names everything a careless table lacks", async () => {
    const careless = `
      create table draft (
        id uuid primary key, merchant_id uuid not null, website_number int references website (number),
        reference text unique, amount_minor bigint, status text, settle_status smallint);`;
    expect(await problemsWith(careless)).toEqual([
      "Table draft does not begin its primary key with merchant_id.",
      "Table draft has the unique key draft_reference_key, which does not begin with merchant_id.",
      "Table draft has the foreign key draft_website_number_fkey to website, which does not begin with merchant_id.",
      "Table draft does not enable row level security.",
      "Table draft has no row security policy on merchant_id.",
      "Table draft has no check constraint on amount_minor.",
      "Table draft has no check constraint on status.",
      "Table draft has no check constraint on settle_status.",
    ]);
  });

  it("names a policy that does not ask for the merchant", async () => {
    const open = complete.replace(/using \(.*\)/, "using (true)");
    expect(await problemsWith(open)).toEqual(["Table draft has no row security policy on merchant_id."]);
  });

  it("names a role that owns tables or bypasses row security", async () => {
    const role = { name: "careless", superuser: true, bypassesRowSecurity: true, memberOf: ["owner"] };
    const tables = (await readTables(client))
      .slice(0, 1)
      .map((table) => ({ ...table, name: "one", owner: "careless" }));
    const others = tables.map((table) => ({ ...table, name: "two", owner: "owner" }));
    expect(appRoleProblems(role, [...tables, ...others])).toEqual([
      "Role careless is a superuser.",
      "Role careless bypasses row security.",
      "Role careless owns table one.",
      "Role careless is a member of owner, who owns tables.",
    ]);
    expect(appRoleProblems(undefined, tables)).toEqual(["The role of the app does not exist."]);
  });
});
