import { createTransport } from "nodemailer";

const [tries, waitMs] = [60, 2_000];

/** Takes reports back to where our mails came from, as patiently as a mail system does. */
export class Postman {
  private readonly url: string | null;
  private readonly delayMs: number;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(url: string | null, delayMs: number) {
    this.url = url;
    this.delayMs = delayMs;
  }

  carry(to: string, mail: Buffer): void {
    if (this.url !== null && to !== "") this.after(this.delayMs, () => this.attempt(to, mail, 1));
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private after(ms: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void act();
    }, ms);
    this.timers.add(timer);
  }

  private async attempt(to: string, mail: Buffer, tried: number): Promise<void> {
    const transport = createTransport({
      url: this.url ?? "",
      connectionTimeout: 5_000,
      socketTimeout: 20_000,
    });
    try {
      // The null sender: nobody reports about a report (RFC 5321, 4.5.5).
      await transport.sendMail({ envelope: { from: "", to }, raw: mail });
    } catch (problem) {
      const { responseCode } = problem as { responseCode?: number };
      const isFinal = responseCode !== undefined && responseCode >= 500;
      if (!isFinal && tried < tries) this.after(waitMs, () => this.attempt(to, mail, tried + 1));
    } finally {
      transport.close();
    }
  }
}
