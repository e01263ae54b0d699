import { runOnce, Logger, type TaskList } from "graphile-worker";
import pg from "pg";
import { berlinDay } from "@/lib/kernel/nights";
import type { EventName } from "@/lib/kernel/events";
import { handlers } from "@/lib/worker/registry";
import { abreast } from "./abreast";
import { at, later } from "./time-travel";

type OpenPayment = { readonly merchantId: string; readonly id: string; readonly at: Date };
type Job = {
  readonly id: string;
  readonly event: EventName;
  readonly payload: Readonly<Record<string, string>>;
};

/** When each job was wished for: where to ask, and the id in its payload to ask with. */
const instants: Readonly<Record<string, readonly [sql: string, id: string]>> = {
  "payment.status_changed": [
    "select at from payment_history where merchant_id = $1 and id = $2",
    "historyId",
  ],
  "payment.settlement_changed": [
    "select at from payment_history where merchant_id = $1 and id = $2",
    "historyId",
  ],
  "refund.status_changed": ["select at from payment_history where merchant_id = $1 and id = $2", "historyId"],
  "data_request.status_changed": [
    "select at from data_request_history where merchant_id = $1 and id = $2",
    "historyId",
  ],
  "pushes.deliver": [
    "select min(next_attempt_at) as at from push where merchant_id = $1 and host = $2 and state in ('pending', 'retrying')",
    "host",
  ],
  "payment.reverse": [
    "select started_at as at from operation where merchant_id = $1 and id = $2",
    "operationId",
  ],
  "refund.reverse": [
    "select started_at as at from operation where merchant_id = $1 and id = $2",
    "operationId",
  ],
  "website.pushes_fail": [
    "select started_at as at from push_attempt where merchant_id = $1 and id = $2",
    "attemptId",
  ],
  "data_request.invite": [
    "select created_at as at from data_request where merchant_id = $1 and id = $2",
    "dataRequestId",
  ],
  "communication.bounced": [
    "select bounced_at as at from bounce where merchant_id = $1 and id = $2",
    "bounceId",
  ],
  "renewal.failed": ["select at from renewal_failure where merchant_id = $1 and id = $2", "failureId"],
  "refund.requested": ["select status_at as at from refund where merchant_id = $1 and id = $2", "refundId"],
};

/** Jobs that move money; they cannot wait until the shop is told. */
const money: readonly EventName[] = [
  "payment.reverse",
  "refund.requested",
  "refund.reverse",
  "subscription.payment_due",
  "subscriptions.run",
];

/** Messages go out in their own time (`messages.ts`); the file of a night was written in it. */
const done = () => Promise.resolve();
const carriedByPost = { "communications.deliver": done, "authorisations.report": done };

/** The timer asks for both at once; most evenings have no refund to settle. */
const dueSettlements: Readonly<Partial<Record<EventName, string>>> = {
  "payments.settle": `select distinct merchant_id as merchant from payment
    where status = 'authorised' and settle_status in (0, 1) and settle_due_date <= ($1::timestamptz at time zone 'UTC')::date`,
  "refunds.settle": `select distinct merchant_id as merchant from refund
    where status = 'accepted' and settle_status in (0, 1) and settle_due_date <= ($1::timestamptz at time zone 'UTC')::date`,
};

const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);

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

  /** The settlement runs of an evening, and before it the end of reservations, each in its minute. */
  async runSettlement(evening: Date): Promise<void> {
    await this.endEach(
      "status = 'authorised' and settle_status = 2 and reserved_until",
      evening,
      "payments.end_reservations",
    );
    for (const [event, due] of Object.entries(dueSettlements))
      for (const merchantId of await this.merchantsOf(due, evening))
        await this.run(event as EventName, later(evening, 2_000), { merchantId, day: dayOf(evening) });
  }

  /** CT-1, CT-4, CT-20: what has ended, then the night's run, then the file of what failed. */
  async runNight(night: Date): Promise<void> {
    await this.runDue("lapses", "authorisations.lapse", night);
    await this.runDue("renewals", "authorisations.renew", night);
    const day = berlinDay(night);
    const failed = `select distinct merchant_id as merchant from renewal_failure
      where night = ($1::timestamptz at time zone 'Europe/Berlin')::date and notice = 'batch'`;
    for (const merchantId of await this.merchantsOf(failed, night))
      await this.run("authorisations.report", later(night, 3 * 3_600_000), { merchantId, night: day });
  }

  runHope(morning: Date): Promise<void> {
    return this.runDue("hope_runs", "authorisations.hope", morning);
  }

  /** What a website keeps reserved and may capture from now: nothing was captured in the last days. */
  async openReservations(websiteId: string) {
    const { rows } = await this.pool.query<{
      payId: string;
      minor: number;
      currency: string;
      transId: string;
    }>(
      `select replace(live_operation_id::text, '-', '') as "payId", remaining_minor::int as minor, currency,
         trans_id as "transId"
       from authorisation_chain where website_id = $1 and state = 'active' and reserved_minor = remaining_minor
         and last_capture_at is null and phase is null and remaining_minor > 6000
       order by first_authorised_at limit 7`,
      [websiteId],
    );
    return rows;
  }

  private async runDue(work: string, event: EventName, moment: Date): Promise<void> {
    for (const merchantId of await this.merchantsOf(
      `select merchants_due('${work}', $1) as merchant`,
      moment,
    ))
      await this.run(event, moment, { merchantId });
  }

  async runSubscriptions(morning: Date): Promise<void> {
    for (const merchantId of await this.merchantsOf(
      "select merchants_due('subscriptions', $1) as merchant",
      morning,
    ))
      await this.run("subscriptions.run", morning, { merchantId, day: dayOf(morning) });
    await this.workMoney(later(morning, 5_000));
  }

  /** Does what moves money, at the time of the wish; what has no time of its own at `instant`. */
  async workMoney(instant: Date): Promise<void> {
    const { rows } = await this.pool.query<Job>(
      `select j.id, t.identifier as event, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = any($1) and j.run_at <= now() order by j.id`,
      [money],
    );
    if (rows.length === 0) return;
    await abreast(
      rows.map((job) => [job]),
      async ({ event, payload }) => {
        const wished = await this.instantOf(event, payload);
        await at(wished === null ? instant : later(wished, 900), () => handlers[event](payload));
      },
    );
    await this.pool.query("select graphile_worker.complete_jobs($1)", [rows.map(({ id }) => id)]);
  }

  /** Asks the gateway about payments whose outcome is open until it is known, then ends what took too long. */
  async settleOpen(end: Date): Promise<void> {
    for (let round = 1; round <= 4; round += 1) {
      const { rows } = await this.pool.query<OpenPayment>(
        `select merchant_id as "merchantId", id, status_at as at from payment where status in ('started', 'pending')`,
      );
      for (const { merchantId, id, at: changedAt } of rows)
        await this.run("payment.inquire", later(changedAt, round * 45_000), { merchantId, paymentId: id });
    }
    await this.endEach("status in ('started', 'pending') and expires_at", end, "payments.expire");
    await this.workMoney(end);
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

  private run(event: EventName, instant: Date, ids: Readonly<Record<string, string>>): Promise<void> {
    return at(instant, () => handlers[event]({ version: 1, ...ids }));
  }

  private async merchantsOf(due: string, moment: Date): Promise<string[]> {
    const { rows } = await this.pool.query<{ merchant: string }>(due, [moment]);
    return rows.map(({ merchant }) => merchant);
  }

  /** Ends each payment whose time came up to `end`, a minute after it came. `due` ends with the column of that time. */
  private async endEach(due: string, end: Date, event: EventName): Promise<void> {
    const column = due.split(" ").at(-1) ?? "";
    const { rows } = await this.pool.query<OpenPayment>(
      `select merchant_id as "merchantId", id, ${column} as at from payment where ${due} <= $1 order by ${column}, id`,
      [end],
    );
    for (const { merchantId, at: came } of rows) await this.run(event, later(came, 60_000), { merchantId });
  }

  private taskList(): TaskList {
    return Object.fromEntries(
      Object.entries({ ...handlers, ...carriedByPost }).map(([event, handle]) => [
        event,
        async (payload: unknown) => {
          const wished = await this.instantOf(event, payload as Job["payload"]);
          await (wished === null ? handle(payload) : at(later(wished, 180), () => handle(payload)));
        },
      ]),
    );
  }

  private async instantOf(event: string, ids: Job["payload"]): Promise<Date | null> {
    const question = instants[event];
    if (question === undefined) return null;
    const [sql, name] = question;
    const { rows } = await this.pool.query<{ at: Date }>(sql, [ids["merchantId"], ids[name]]);
    const [row] = rows;
    if (row === undefined) throw new Error(`nothing is known about ${ids[name] ?? name}`);
    return row.at;
  }
}
