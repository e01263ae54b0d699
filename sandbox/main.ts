import { join } from "node:path";
import { z } from "zod";
import { startAcquirer } from "./acquirer/acquirer";
import { startMailbox } from "./mail/mailbox";
import { startBank } from "./bank/bank";
import { startShop } from "./shop/receiver";
import { startSmsProvider } from "./sms/provider";
import { runTraffic } from "./traffic";

const Settings = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).default(0),
  SANDBOX_SMTP_PORT: z.coerce.number().int().min(0).default(0),
  SANDBOX_DATA: z.string().min(1).optional(),
  SANDBOX_LATE_MS: z.coerce.number().int().default(12_000),
  SANDBOX_PENDING_MS: z.coerce.number().int().default(4_000),
  /** So long a signature takes before the bank tells of it. */
  SANDBOX_SIGNING_MS: z.coerce.number().int().min(0).default(3_000),
  /** Where reports about mails go; without it there are none. */
  SANDBOX_REPORTS_URL: z.string().nullable().default(null),
  /** So long a mail or text message takes until something is reported about it. */
  SANDBOX_REPORT_MS: z.coerce.number().int().min(0).default(1_000),
  SMS_SECRET: z.string().default("secret of the sandbox provider"),
  BANK_SECRET: z.string().default("secret of the sandbox bank"),
  /** `site=key` pairs. */
  SANDBOX_SHOPS: z.string().default(""),
  SANDBOX_TRAFFIC_MS: z.coerce.number().int().positive().default(4_000),
  BASE_URL: z.string().default("http://127.0.0.1:3000"),
});
type Settings = z.output<typeof Settings>;

const systemNow = () => new Date();
const inFolder = ({ SANDBOX_DATA: folder }: Settings, name: string) =>
  folder === undefined ? null : join(folder, name);
const diedAfterBooking = 70;

const acquirer = (settings: Settings) =>
  startAcquirer({
    port: settings.SANDBOX_PORT,
    journal: inFolder(settings, "acquirer.jsonl"),
    lateMs: settings.SANDBOX_LATE_MS,
    pendingMs: settings.SANDBOX_PENDING_MS,
    now: systemNow,
    die: () => process.exit(diedAfterBooking),
  });

const shop = (settings: Settings) =>
  startShop({ port: settings.SANDBOX_PORT, folder: inFolder(settings, "shop"), now: systemNow });

const mailbox = (settings: Settings) =>
  startMailbox({
    port: settings.SANDBOX_PORT,
    smtpPort: settings.SANDBOX_SMTP_PORT,
    reportsUrl: settings.SANDBOX_REPORTS_URL,
    reportDelayMs: settings.SANDBOX_REPORT_MS,
    now: systemNow,
  });

const sms = (settings: Settings) =>
  startSmsProvider({
    port: settings.SANDBOX_PORT,
    secret: settings.SMS_SECRET,
    reportsUrl: `${settings.BASE_URL}/sms/reports`,
    delayMs: settings.SANDBOX_REPORT_MS,
    now: systemNow,
  });

const bank = (settings: Settings) =>
  startBank({
    port: settings.SANDBOX_PORT,
    journal: inFolder(settings, "bank.jsonl"),
    secret: settings.BANK_SECRET,
    delayMs: settings.SANDBOX_SIGNING_MS,
    now: systemNow,
  });

function traffic(settings: Settings) {
  const shops = settings.SANDBOX_SHOPS.split(",").flatMap((pair) => {
    const [siteReference = "", apiKey = ""] = pair.split("=");
    return apiKey === "" ? [] : [{ siteReference, apiKey }];
  });
  const [first, ...others] = shops;
  if (first === undefined) throw new Error("SANDBOX_SHOPS is empty: there is no shop to buy from");
  const ending = new AbortController();
  const ended = runTraffic({
    baseUrl: settings.BASE_URL,
    shops: [first, ...others],
    seed: Math.floor(systemNow().getTime() / 1000),
    everyMs: settings.SANDBOX_TRAFFIC_MS,
    signal: ending.signal,
    report: (line) => console.error(`traffic: ${line}`),
  });
  const stop = () => {
    ending.abort();
    return ended;
  };
  return Promise.resolve({ url: settings.BASE_URL, stop });
}

const parts = new Map(Object.entries({ acquirer, bank, shop, mailbox, sms, traffic }));

const start = parts.get(process.argv[2] ?? "");
if (start === undefined) {
  console.error(`Say which part to start: ${[...parts.keys()].join(", ")}.`);
  process.exit(1);
}
const running = await start(Settings.parse(process.env));
console.log(`${process.argv[2]} at ${running.url}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void running.stop().then(() => process.exit(0)));
}
