import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll } from "vitest";

/** Hears to whom a mail goes before it is answered for; what it gives is called right after the answer. */
type Taker = (to: readonly string[]) => () => void;

/** A mail server that takes everything, to which the portal hands its mails. */
export function useMailServer(take: Taker): void {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      stream.resume();
      stream.once("end", () => {
        const after = take(session.envelope.rcptTo.map(({ address }) => address));
        done();
        after();
      });
    },
  });
  // A client that is killed is no reason to end.
  server.on("error", () => undefined);
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as AddressInfo;
    Object.assign(process.env, { SMTP_URL: `smtp://127.0.0.1:${port.toString()}`, LOG_LEVEL: "error" });
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
}
