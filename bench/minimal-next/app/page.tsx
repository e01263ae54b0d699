import pg from "pg";

type Row = Readonly<Record<string, string | number | null>>;
type Statement = { readonly text: string; readonly values: unknown[] };

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 12 });
const pageSize = 50;

export const dynamic = "force-dynamic";

/** The same rows from the same statement, drawn with nothing around them. */
export default async function Page() {
  const { text, values } = JSON.parse(process.env["BENCH_STATEMENT"] ?? "{}") as Statement;
  const { rows, fields } = await pool.query<Row>(text, values);
  return (
    <table>
      <tbody>
        {rows.slice(0, pageSize).map((row) => (
          <tr key={row["id"]}>
            {fields.map(({ name }) => (
              <td key={name}>{row[name]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
