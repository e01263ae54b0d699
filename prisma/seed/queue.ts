import { runOnce, Logger, type TaskList } from "graphile-worker";
import pg from "pg";
import { handlers } from "@/lib/worker/registry";
import { at, later } from "./time-travel";

type OpenPayment = { readonly merchantId: string; readonly id: string; readonly statusAt: Date };

/** What the seed asks of the database as its owner: the outbox is not the app's to tidy. */
export class Queue {
  private readonly pool: pg.Pool;

  constructor(ownerUrl: string) {
    this.pool = new pg.Pool({ connectionString: ownerUrl, max: 4 });
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Forgets what is due: years ago the shop was told already. */
  async forgetDue(): Promise<void> {
    await this.pool.query(
      "select count(*) from (select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs where run_at <= now()) done",
    );
  }

  /** Asks the gateway about payments whose outcome is open, in their own time, until all are known. */
  async settleOpen(): Promise<void> {
    for (let round = 1; round <= 4; round += 1) {
      const { rows } = await this.pool.query<OpenPayment>(
        `select merchant_id as "merchantId", id, status_at as "statusAt" from payment where status in ('started', 'pending')`,
      );
      for (const { merchantId, id, statusAt } of rows) {
        await at(later(statusAt, round * 45_000), () =>
          handlers["payment.inquire"]({ version: 1, merchantId, paymentId: id }),
        );
      }
    }
  }

  /** Works off what is due, each job at the time of the change that it tells. */
  async work(concurrency: number): Promise<void> {
    const logger = new Logger(() => () => undefined);
    await runOnce({
      pgPool: this.pool,
      concurrency,
      taskList: this.taskList(),
      logger,
      noHandleSignals: true,
    });
  }

  private taskList(): TaskList {
    const changed = "select at from payment_history where merchant_id = $1 and id = $2";
    const planned = "select created_at as at from push where merchant_id = $1 and id = $2";
    const questions: Readonly<Record<string, readonly [sql: string, id: string]>> = {
      "payment.status_changed": [changed, "historyId"],
      "refund.status_changed": [changed, "historyId"],
      "push.deliver": [planned, "pushId"],
    };
    return Object.fromEntries(
      Object.entries(handlers).map(([event, handle]) => {
        const question = questions[event];
        if (question === undefined) return [event, handle];
        return [
          event,
          async (payload: unknown) =>
            at(later(await this.instantOf(question, payload), 180), () => handle(payload)),
        ];
      }),
    );
  }

  private async instantOf([sql, name]: readonly [string, string], payload: unknown): Promise<Date> {
    const ids = payload as Readonly<Record<string, string>>;
    const { rows } = await this.pool.query<{ at: Date }>(sql, [ids["merchantId"], ids[name]]);
    const [row] = rows;
    if (row === undefined) throw new Error(`nothing is known about ${ids[name] ?? name}`);
    return row.at;
  }
}
