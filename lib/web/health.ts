import { now } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";

/** 200 once the database answers, 503 while it does not. */
export async function healthResponse(): Promise<Response> {
  try {
    await pool().query("select 1");
    return Response.json({ status: "ok", now: now().toISOString() });
  } catch {
    return Response.json({ status: "no_database" }, { status: 503 });
  }
}
