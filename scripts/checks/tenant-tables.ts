import type { RoleFacts, TableFacts } from "@/scripts/checks/table-facts";

/** Tables that belong to no merchant, each with the reason. Every other table is a tenant table. */
const sharedTables: Readonly<Record<string, string>> = {
  _prisma_migrations: "which migrations ran",
  app_user: "a person may work for several merchants",
  clock_offset: "one clock for the whole sandbox",
  timer: "the clock strikes for all merchants at once",
  listing_preference: "columns a person hid, whatever the merchant",
  merchant: "the merchants themselves",
  password_reset: "a person's own, whatever the merchant",
  password_reset_wish: "counted before anybody knows a merchant",
  sign_in_failure: "counted before anybody knows a merchant",
  user_session: "a browser; its merchant_id is the one the person looks at",
};

/** Keys found before the merchant is known: they must be unique over all merchants. */
const lookupKeys: Readonly<Record<string, readonly string[]>> = {
  api_key: ["digest"],
  trust_credential: ["alias"],
  computop_credential: ["mid"],
  website: ["site_reference", "number", "website_key"],
  data_request: ["key", "bank_reference"],
  qr_code: ["token_digest"],
  colleague_invitation: ["token_digest"],
  communication: ["return_token"],
};

const isStatus = ({ name, type }: TableFacts["columns"][number]) =>
  /_(status|state)$/.test(name) || (type === "text" && /^(status|state|outcome)$/.test(name));
const isAmount = ({ name }: TableFacts["columns"][number]) => /_(minor|major)$/.test(name);

const merchantFirst = (columns: readonly string[]) => columns[0] === "merchant_id";

function primaryKeyProblems(table: TableFacts): string[] {
  const primary = table.keys.find((key) => key.primary);
  if (!primary) return ["has no primary key"];
  return merchantFirst(primary.columns) ? [] : ["does not begin its primary key with merchant_id"];
}

const isLookup = (table: TableFacts, columns: readonly string[]) =>
  columns.length === 1 && columns.every((column) => lookupKeys[table.name]?.includes(column));

const uniqueKeyProblems = (table: TableFacts): string[] =>
  table.keys
    .filter(({ primary, columns }) => !primary && !merchantFirst(columns) && !isLookup(table, columns))
    .map(({ name }) => `has the unique key ${name}, which does not begin with merchant_id`);

function referenceProblems(table: TableFacts, tenants: ReadonlySet<string>): string[] {
  return table.references
    .filter(({ target }) => tenants.has(target))
    .filter(({ columns, targetColumns }) => !merchantFirst(columns) || !merchantFirst(targetColumns))
    .map(
      ({ name, target }) => `has the foreign key ${name} to ${target}, which does not begin with merchant_id`,
    );
}

function securityProblems(table: TableFacts): string[] {
  const problems: string[] = [];
  if (!table.rowSecurity) problems.push("does not enable row level security");
  if (!table.policies.some((policy) => policy.includes("merchant_id")))
    problems.push("has no row security policy on merchant_id");
  return problems;
}

const checkProblems = (table: TableFacts): string[] =>
  table.columns
    .filter((column) => isStatus(column) || isAmount(column))
    .filter(({ name }) => !table.checked.includes(name))
    .map(({ name }) => `has no check constraint on ${name}`);

function tenantProblems(table: TableFacts, tenants: ReadonlySet<string>): string[] {
  if (!table.columns.some(({ name }) => name === "merchant_id"))
    return ["has no merchant_id and is not in the list of shared tables (scripts/checks/tenant-tables.ts)"];
  return [
    ...primaryKeyProblems(table),
    ...uniqueKeyProblems(table),
    ...referenceProblems(table, tenants),
    ...securityProblems(table),
    ...checkProblems(table),
  ];
}

/** One sentence for each thing a table lacks to keep merchants apart. */
export function tenantTableProblems(tables: readonly TableFacts[]): readonly string[] {
  const owned = tables.filter(({ name }) => !Object.hasOwn(sharedTables, name));
  const tenants = new Set(owned.map(({ name }) => name));
  return owned.flatMap((table) =>
    tenantProblems(table, tenants).map((problem) => `Table ${table.name} ${problem}.`),
  );
}

/** One sentence for each way in which the role of the app could step over row security. */
export function appRoleProblems(
  role: RoleFacts | undefined,
  tables: readonly TableFacts[],
): readonly string[] {
  if (!role) return ["The role of the app does not exist."];
  const owners = new Set(tables.map(({ owner }) => owner));
  return [
    ...(role.superuser ? [`Role ${role.name} is a superuser.`] : []),
    ...(role.bypassesRowSecurity ? [`Role ${role.name} bypasses row security.`] : []),
    ...tables
      .filter(({ owner }) => owner === role.name)
      .map(({ name }) => `Role ${role.name} owns table ${name}.`),
    ...role.memberOf
      .filter((other) => owners.has(other))
      .map((other) => `Role ${role.name} is a member of ${other}, who owns tables.`),
  ];
}
