import type pg from "pg";

export type TableFacts = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly keys: readonly {
    readonly name: string;
    readonly primary: boolean;
    readonly columns: readonly string[];
  }[];
  readonly references: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly target: string;
    readonly targetColumns: readonly string[];
  }[];
  readonly rowSecurity: boolean;
  /** What the policies ask, as SQL text. */
  readonly policies: readonly string[];
  /** Columns that a check constraint mentions. */
  readonly checked: readonly string[];
  readonly owner: string;
};

export type RoleFacts = {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypassesRowSecurity: boolean;
  readonly memberOf: readonly string[];
};

const columnNames = (table: string, numbers: string) => `
  (select json_agg(a.attname order by k.place)
   from unnest(${numbers}) with ordinality k(number, place)
   join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`;

const tablesSql = `
  select
    t.relname as name,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)))
     from pg_attribute a
     where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((
      select json_agg(json_build_object(
        'name', i.indexrelid::regclass::text, 'primary', i.indisprimary,
        'columns', coalesce(${columnNames("t.oid", "i.indkey::int2[]")}, '[]'::json)))
      from pg_index i where i.indrelid = t.oid and i.indisunique), '[]') as keys,
    coalesce((
      select json_agg(json_build_object(
        'name', c.conname, 'target', c.confrelid::regclass::text,
        'columns', ${columnNames("t.oid", "c.conkey")},
        'targetColumns', ${columnNames("c.confrelid", "c.confkey")}))
      from pg_constraint c where c.conrelid = t.oid and c.contype = 'f'), '[]') as references,
    t.relrowsecurity as "rowSecurity",
    coalesce((
      select json_agg(concat(pg_get_expr(p.polqual, t.oid), ' ', pg_get_expr(p.polwithcheck, t.oid)))
      from pg_policy p where p.polrelid = t.oid), '[]') as policies,
    coalesce((
      select json_agg(distinct a.attname)
      from pg_constraint c join pg_attribute a on a.attrelid = t.oid and a.attnum = any (c.conkey)
      where c.conrelid = t.oid and c.contype = 'c'), '[]') as checked,
    pg_get_userbyid(t.relowner) as owner
  from pg_class t
  where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
  order by t.relname`;

const roleSql = `
  select
    r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as "bypassesRowSecurity",
    coalesce((
      select json_agg(o.rolname) from pg_roles o where o.oid <> r.oid and pg_has_role(r.oid, o.oid, 'member')
    ), '[]') as "memberOf"
  from pg_roles r where r.rolname = $1`;

export const readTables = async (client: pg.Client): Promise<readonly TableFacts[]> =>
  (await client.query<TableFacts>(tablesSql)).rows;

export const readRole = async (client: pg.Client, name: string): Promise<RoleFacts | undefined> =>
  (await client.query<RoleFacts>(roleSql, [name])).rows[0];
