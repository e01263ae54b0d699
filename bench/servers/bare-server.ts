/** `bare-server.ts PORT`: `http` and `pg`, nothing else. Answers `/NAME` with the rows of that statement as JSON. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";

type Statement = { readonly text: string; readonly values: unknown[] };

const statements = new Map(
  Object.entries(JSON.parse(readFileSync(process.stdin.fd, "utf8")) as Record<string, Statement>),
);
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 12 });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const statement = statements.get(request.url?.slice(1) ?? "");
  if (statement === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { rows } = await pool.query(statement.text, statement.values);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rows));
}

createServer((request, response) => {
  answer(request, response).catch((problem: unknown) => {
    console.error(problem);
    response.writeHead(500).end();
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
