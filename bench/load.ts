import { Agent, request } from "node:http";

type Call = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the next call; what it answers must contain `expected`. */
  readonly body: () => string;
  readonly expected: string;
};

/** Posts over as many kept connections as there are callers. */
export class Load {
  private readonly agent: Agent;
  private readonly callers: number;
  private readonly call: Call;

  constructor(callers: number, call: Call) {
    this.callers = callers;
    this.call = call;
    this.agent = new Agent({ keepAlive: true, maxSockets: callers });
  }

  /** Answers per second over so many milliseconds. @throws when one is not as expected. */
  async perSecond(forMs: number): Promise<number> {
    const since = performance.now();
    const answered = await this.postWhile(() => performance.now() - since < forMs);
    return answered / ((performance.now() - since) / 1000);
  }

  /** Until the code behind it is as fast as it gets: that takes a number of calls, not a time. */
  async warmUp(calls: number): Promise<void> {
    await this.postWhile((posted) => posted < calls);
  }

  private async postWhile(goOn: (posted: number) => boolean): Promise<number> {
    let posted = 0;
    const caller = async () => {
      while (goOn(posted)) {
        posted += 1;
        await this.post();
      }
    };
    await Promise.all(Array.from({ length: this.callers }, caller));
    return posted;
  }

  close(): void {
    this.agent.destroy();
  }

  private post(): Promise<void> {
    const { url, headers, expected } = this.call;
    const body = this.call.body();
    const length = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        { agent: this.agent, method: "POST", headers: { ...headers, ...length } },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.once("error", reject);
          answer.once("end", () => {
            const text = Buffer.concat(parts).toString();
            if (text.includes(expected)) resolve();
            else reject(new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`));
          });
        },
      );
      sent.once("error", reject).end(body);
    });
  }
}
