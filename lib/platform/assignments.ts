import sql, { join, raw, type Sql } from "sql-template-tag";

type Value = string | number | bigint | boolean | Date | null;

/** The columns of a Prisma input that are given a plain value. */
export type Columned<Input> = {
  readonly [Name in keyof Input]?: Extract<Input[Name], Value> | undefined;
};

/** Names in the schema are those of the table in camel case. */
const columnOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `a = 1, b = 2` for an update; what is undefined stays as it is. */
export const assignmentsOf = (columns: Readonly<Record<string, Value | undefined>>): Sql =>
  join(
    Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => sql`${raw(columnOf(name))} = ${value}`),
  );
