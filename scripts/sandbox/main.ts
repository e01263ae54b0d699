import { inspect } from "node:util";
import { Command, CommanderError, Option } from "commander";
import { captureModes, paymentMethods } from "@/lib/features/payments/model";
import { Problem, sentenceOf } from "@/scripts/start/problem";
import { terminal } from "@/scripts/start/reporter";
import { clock, type ClockWish } from "./clock";
import { drain } from "./drain";
import { acquirer, received, receiver, type AcquirerOptions, type ReceiverOptions } from "./others";
import { pay, ship, type PayOptions, type ShipOptions } from "./pay";
import { openSession, type CommonOptions, type Session } from "./session";
import {
  balance,
  country,
  day,
  delayMs,
  durationMs,
  expiry,
  failureStatus,
  instant,
  securityCode,
  settleStatus,
  testCard,
  times,
} from "./values";

const program = new Command("sandbox").description("Moves the outside world of a running Counterfoil.");

const print = (value: unknown, json: boolean) =>
  terminal.say(
    json
      ? JSON.stringify(value, null, 2)
      : inspect(value, { depth: 6, colors: process.stdout.isTTY, maxArrayLength: null }),
  );

/** Every verb finds the running stack, does one thing and prints what came of it. */
function verb(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--json", "print JSON")
    .option("--state <path>", "state.json, or its folder, of the stack to talk to");
}

async function run(options: CommonOptions, act: (session: Session) => Promise<unknown>): Promise<void> {
  print(await act(await openSession(options)), options.json === true);
}

verb("info", "address, sign-ins, websites with their keys").action((options: CommonOptions) =>
  run(options, ({ running, demo }) =>
    Promise.resolve({ baseUrl: running.baseUrl, mailbox: running.mailUrl, ...demo }),
  ),
);

verb("pay", "create a payment over the portal's API; what is not given is made up")
  .option("--website <site reference>", "who sells; the first website by default")
  .option("--amount <major units>", "such as 12.50", "12.50")
  .option("--currency <code>", "such as EUR", "EUR")
  .addOption(new Option("--method <method>", "how to pay").choices(paymentMethods).default("card"))
  .option("--card <number>", "a published test card", testCard, "4111111111111111")
  .option("--expiry <MM/YY>", "of the card", expiry, "12/30")
  .option("--security-code <digits>", "of the card", securityCode, "123")
  .option("--order <reference>", "order reference")
  .option("--description <text>", "what is sold")
  .option("--email <address>", "of the customer")
  .option("--name <name>", "of the customer")
  .option("--country <code>", "of the customer, such as NL", country)
  .addOption(new Option("--capture <mode>", "as the website is set by default").choices(captureModes))
  .option("--settle-status <status>", "0, 1 or 2 of a scheduled payment", settleStatus)
  .option("--due <day>", "on which a scheduled payment settles", day)
  .option("--pre-authorisation", "hold the money for 31 days instead of 7")
  .option("--validity <duration>", "how long the customer may take, 60s to 10d", durationMs)
  .option("--invoice <number>", "invoice number")
  .option("--payment-link", "paid by a link instead of in the shop")
  .addOption(new Option("--shipping <answer>", "whether the order is shipped").choices(["yes", "no"]))
  .option("--platform-order <id>", "the order in the shop platform")
  .option("--idempotency-key <key>", "to repeat a payment")
  .action((options: CommonOptions & PayOptions) => run(options, (session) => pay(session, options)));

verb("ship", "a parcel leaves the shop: what is held for it is captured")
  .argument("<payment>", "its id")
  .option("--website <site reference>", "whose key is used; the first website by default")
  .option("--carrier <name>", "who carries it", "PostNL")
  .option("--tracking <code>", "of the carrier")
  .option("--idempotency-key <key>", "to repeat a parcel")
  .action((payment: string, options: CommonOptions & ShipOptions) =>
    run(options, (session) => ship(session, payment, options)),
  );

verb("clock", "show the portal's clock or move it")
  .option("--forward <duration>", "such as 7d, 12h or 30m", durationMs)
  .option("--to <instant>", "such as 2026-03-01T12:00:00Z", instant)
  .option("--reset", "back to the system's time")
  .action((options: CommonOptions & ClockWish) => {
    if ([options.forward, options.to, options.reset].filter((wish) => wish !== undefined).length > 1) {
      throw new Problem("Give one of --forward, --to and --reset.");
    }
    return run(options, (session) => clock(session, options));
  });

verb("receiver", "show or change how the shop takes pushes")
  .argument("[mode]", "ok, fail, hang or slow")
  .option("--website <site reference>", "only this website; all by default")
  .option("--status <code>", "what to answer when failing, 300 to 599; 500 by default", failureStatus)
  .option("--delay <duration>", "how slow, 10m at most", delayMs)
  .option("--count <n>", "for so many pushes, then ok again", times)
  .action((mode: string | undefined, options: CommonOptions & ReceiverOptions) =>
    run(options, (session) => receiver(session, mode, options)),
  );

verb("acquirer", "show or change how the acquirer behaves")
  .argument("[mode]", "normal, down, slow, error or book-then-die")
  .option("--delay <duration>", "how slow, 10m at most", delayMs)
  .option("--count <n>", "for so many operations, then normal again", times)
  .option("--balance <minor units>", "what refunds are paid from in each currency, or endless", balance)
  .option("--ledger", "print its books")
  .action((mode: string | undefined, options: CommonOptions & AcquirerOptions) =>
    run(options, (session) => acquirer(session, mode, options)),
  );

verb("drain", "wait until the worker has nothing left to do")
  .option("--timeout <duration>", "how long to wait", durationMs, 60_000)
  .action((options: CommonOptions & { timeout: number }) =>
    run(options, (session) => drain(session, options.timeout)),
  );

verb("received", "what the shop was told")
  .option("--payment <id>", "only about this payment")
  .option("--website <site reference>", "only this website")
  .action((options: CommonOptions & { payment?: string; website?: string }) =>
    run(options, (session) => received(session, options)),
  );

const oneSentence = (text: string) =>
  text
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .trim();
for (const command of [program, ...program.commands]) {
  command.exitOverride().configureOutput({ outputError: (text) => terminal.warn(oneSentence(text)) });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  const sentence = sentenceOf(error);
  if (sentence === null) throw error;
  terminal.warn(sentence);
  process.exit(1);
}
