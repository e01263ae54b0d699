import pg from "pg";

const sweepMs = 5_000;
const graceSeconds = 3;
const lockSpace = 20_261;

/**
 * A killed worker leaves its jobs locked, and graphile-worker would wait four hours. Each worker holds
 * an advisory lock that dies with its connection, so that the others see at once whose jobs are free.
 */
export class WorkerLocks {
  private readonly client: pg.Client;
  private readonly held = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(ownerUrl: string) {
    this.client = new pg.Client({ connectionString: ownerUrl, application_name: "counterfoil worker locks" });
  }

  async start(onLost: (problem: Error) => void) {
    this.client.on("error", onLost);
    await this.client.connect();
    await this.sweep(graceSeconds);
    this.timer = setInterval(() => void this.sweep(graceSeconds).catch(onLost), sweepMs);
  }

  /** One connection asks one thing at a time. */
  private ask<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const answer = this.last.then(async () => (await this.client.query<Row>(text, values)).rows);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async hold(workerId: string) {
    this.held.add(workerId);
    await this.ask("select pg_advisory_lock($1, hashtext($2))", [lockSpace, workerId]);
  }

  async stop() {
    if (this.timer !== null) clearInterval(this.timer);
    await this.client.end();
  }

  private async sweep(grace: number) {
    const rows = await this.ask<{ worker: string }>(
      `select distinct locked_by as worker from graphile_worker.jobs
       where locked_by is not null and locked_at < now() - make_interval(secs => $1)`,
      [grace],
    );
    for (const { worker } of rows) await this.freeIfDead(worker);
  }

  private async freeIfDead(worker: string) {
    if (this.held.has(worker)) return;
    const [lock] = await this.ask<{ free: boolean }>(
      "select pg_try_advisory_lock($1, hashtext($2)) as free",
      [lockSpace, worker],
    );
    if (lock?.free !== true) return;
    await this.ask("select graphile_worker.force_unlock_workers($1::text[])", [[worker]]);
    await this.ask("select pg_advisory_unlock($1, hashtext($2))", [lockSpace, worker]);
  }
}
