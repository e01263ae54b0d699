import { z } from "zod";

const Environment = z.object({
  APP_DATABASE_URL: z.url({ error: "APP_DATABASE_URL must be a postgresql:// address" }),
  DATABASE_URL: z.string().optional(),
  AUTH_SECRET: z.string().min(16, { error: "AUTH_SECRET must have 16 characters or more" }),
  BASE_URL: z.url({ error: "BASE_URL must be the address of the portal" }).default("http://localhost:3000"),
  SECRETS_KEY: z.base64({ error: "SECRETS_KEY must be 32 bytes in base64" }),
  GATEWAY_URL: z.url({ error: "GATEWAY_URL must be an address" }),
  GATEWAY_TIMEOUT_MS: z.coerce.number().int().positive().default(8_000),
  BANK_URL: z.url({ error: "BANK_URL must be an address" }).nullable().default(null),
  BANK_SECRET: z
    .string()
    .min(16, { error: "BANK_SECRET must have 16 characters or more" })
    .nullable()
    .default(null),
  PUSH_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "SMTP_URL must be an smtp:// or smtps:// address" })
    .nullable()
    .default(null),
  MAIL_FROM: z.string().default("Counterfoil <no-reply@localhost>"),
  SMTP_TIMEOUT_MS: z.coerce.number().int().positive().default(60_000),
  SMTP_CONNECTIONS: z.coerce.number().int().positive().default(10),
  RETURN_PATH_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/, { error: "RETURN_PATH_DOMAIN must be a domain in lower case" })
    .nullable()
    .default(null),
  INTAKE_PORT: z.coerce.number().int().min(0).max(65_535).default(2525),
  INTAKE_HOST: z.string().default("0.0.0.0"),
  INTAKE_TLS_CERTIFICATE: z.string().nullable().default(null),
  INTAKE_TLS_KEY: z.string().nullable().default(null),
  SMS_URL: z.url({ error: "SMS_URL must be an address" }).nullable().default(null),
  SMS_SECRET: z
    .string()
    .min(16, { error: "SMS_SECRET must have 16 characters or more" })
    .nullable()
    .default(null),
  FILES_FOLDER: z
    .string()
    .regex(/^(?:\/|[A-Za-z]:[\\/])/, { error: "FILES_FOLDER must be a path from the root" })
    .nullable()
    .default(null),
  LOCK_TIMEOUT_MS: z.coerce.number().int().positive().default(5_000),
  TRUST_UPDATE_DELAY_MS: z.coerce.number().int().nonnegative().default(0),
  OUTBOUND_ALLOWED: z.string().default(""),
  COUNTERFOIL_SANDBOX: z.enum(["0", "1"]).default("0"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  WORKER_CONCURRENCY: z.coerce.number().int().positive().default(8),
  DATABASE_POOL_SIZE: z.coerce.number().int().positive().default(12),
});

export type Env = {
  readonly appDatabaseUrl: string;
  /** Owner address; only the worker has it. */
  readonly ownerDatabaseUrl: string | null;
  readonly authSecret: string;
  readonly baseUrl: string;
  /** Cookies only over TLS: on when the portal's own address is https. */
  readonly secureCookies: boolean;
  readonly secretsKey: string;
  readonly gatewayUrl: string;
  readonly gatewayTimeoutMs: number;
  /** Where mandates are signed; without it there are none. */
  readonly bankUrl: string | null;
  /** What the bank signs its words with. */
  readonly bankSecret: string | null;
  readonly pushTimeoutMs: number;
  /** Where mails are handed over; null: none is sent. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** How long handing over one mail may take in all. */
  readonly smtpTimeoutMs: number;
  /** Connections of one process to the mail server. */
  readonly smtpConnections: number;
  /** Domain to which reports about our mails come back. */
  readonly returnPathDomain: string;
  /** Where the mail servers of others tell what became of our mails. */
  readonly intake: {
    readonly port: number;
    readonly host: string;
    /** Paths of PEM files; without both nothing is encrypted. */
    readonly certificate: string | null;
    readonly key: string | null;
  };
  /** The SMS provider; null: none is sent. */
  readonly smsUrl: string | null;
  /** What we and the SMS provider sign our words with. */
  readonly smsSecret: string | null;
  /** Where each merchant has a folder for capture files and results; null: nobody has one. */
  readonly filesFolder: string | null;
  /** How long a transaction waits for a row that another one holds. */
  readonly lockTimeoutMs: number;
  /** For so long a new transaction cannot be updated over Trust's protocols (TP-13). */
  readonly trustUpdateDelayMs: number;
  /** `host:port` pairs that may be called although they are private: the sandbox's own. */
  readonly outboundAllowed: readonly string[];
  /** The clock may be moved and nothing real is called. */
  readonly sandbox: boolean;
  readonly logLevel: string;
  readonly workerConcurrency: number;
  readonly poolSize: number;
};

const returnPathDomain = (raw: z.output<typeof Environment>) =>
  raw.RETURN_PATH_DOMAIN ?? new URL(raw.BASE_URL).hostname;

let known: Env | null = null;

/** The process's configuration, read once. @throws naming the variable that is missing or wrong. */
export function env(): Env {
  if (known !== null) return known;
  const read = Environment.safeParse(process.env);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`environment: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
  }
  const raw = read.data;
  known = {
    appDatabaseUrl: raw.APP_DATABASE_URL,
    ownerDatabaseUrl: raw.DATABASE_URL ?? null,
    authSecret: raw.AUTH_SECRET,
    baseUrl: raw.BASE_URL,
    secureCookies: raw.BASE_URL.startsWith("https:"),
    secretsKey: raw.SECRETS_KEY,
    gatewayUrl: raw.GATEWAY_URL,
    gatewayTimeoutMs: raw.GATEWAY_TIMEOUT_MS,
    bankUrl: raw.BANK_URL,
    bankSecret: raw.BANK_SECRET,
    pushTimeoutMs: raw.PUSH_TIMEOUT_MS,
    smtpUrl: raw.SMTP_URL,
    mailFrom: raw.MAIL_FROM,
    smtpTimeoutMs: raw.SMTP_TIMEOUT_MS,
    smtpConnections: raw.SMTP_CONNECTIONS,
    returnPathDomain: returnPathDomain(raw),
    intake: {
      port: raw.INTAKE_PORT,
      host: raw.INTAKE_HOST,
      certificate: raw.INTAKE_TLS_CERTIFICATE,
      key: raw.INTAKE_TLS_KEY,
    },
    smsUrl: raw.SMS_URL,
    smsSecret: raw.SMS_SECRET,
    filesFolder: raw.FILES_FOLDER,
    lockTimeoutMs: raw.LOCK_TIMEOUT_MS,
    trustUpdateDelayMs: raw.TRUST_UPDATE_DELAY_MS,
    outboundAllowed: raw.OUTBOUND_ALLOWED.split(",")
      .map((pair) => pair.trim())
      .filter((pair) => pair !== ""),
    sandbox: raw.COUNTERFOIL_SANDBOX === "1",
    logLevel: raw.LOG_LEVEL,
    workerConcurrency: raw.WORKER_CONCURRENCY,
    poolSize: raw.DATABASE_POOL_SIZE,
  };
  return known;
}
