/** `mail-sink-server.ts PORT SMTP_PORT`: takes every mail and forgets it; says over HTTP that it is there. */
import { createServer } from "node:http";
import { SMTPServer } from "smtp-server";

const [port, smtpPort] = process.argv.slice(2).map(Number);
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, done) => {
    stream.resume();
    stream.once("end", () => done());
  },
});
sink.on("error", () => undefined);
sink.listen(smtpPort, "127.0.0.1", () => {
  createServer((_request, response) => response.end("ok")).listen(port, "127.0.0.1");
});
