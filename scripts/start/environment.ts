import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "./problem";
import { readJson, root, writePrivately } from "./state";

const Secrets = z.object({
  authSecret: z.string().min(1),
  secretsKey: z.string().min(1),
  ownerPassword: z.string().min(1),
  appPassword: z.string().min(1),
});
export type Secrets = z.output<typeof Secrets>;

const random = (bytes: number, encoding: "base64" | "base64url") => randomBytes(bytes).toString(encoding);

/** Made once, then kept: the database knows them. */
export async function loadSecrets(folder: string): Promise<Secrets> {
  const path = join(folder, "secrets.json");
  const found = await readJson(path);
  if (found !== null) {
    const read = Secrets.safeParse(found);
    if (read.success) return read.data;
    throw new Problem(`${path} is damaged: put it back, or remove ${folder} to start afresh.`);
  }
  const made: Secrets = {
    authSecret: random(32, "base64"),
    secretsKey: random(32, "base64"),
    ownerPassword: random(18, "base64url"),
    appPassword: random(18, "base64url"),
  };
  await writePrivately(path, made);
  return made;
}

/** Reads `.env` without overruling what is set already, and takes empty values for absent ones. */
export function loadEnvironment(): void {
  try {
    process.loadEnvFile(join(root, ".env"));
  } catch {
    // There need not be one.
  }
  for (const [name, value] of Object.entries(process.env))
    if (value === "") Reflect.deleteProperty(process.env, name);
}

export function wishedPort(): number {
  const text = process.env["PORT"] ?? "3000";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Problem(`PORT is ${text}, which is no port number.`);
  return port;
}

export const wishedHost = (): string => process.env["HOST"] ?? "127.0.0.1";

type Addresses = {
  readonly port: number;
  readonly baseUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly acquirerUrl: string;
  readonly shopUrl: string;
  readonly bankUrl: string;
  readonly smtpUrl: string;
  readonly smsUrl: string;
  readonly intakePort: number;
  readonly filesFolder: string;
};
export type ChildEnvironment = Readonly<Record<string, string | undefined>>;

/** The sandbox's shop, and whatever else the one who starts it allows. */
const allowedBeside = (shop: string): string =>
  [shop, process.env["OUTBOUND_ALLOWED"] ?? ""].filter((pairs) => pairs !== "").join(",");

/** What web, worker and seed are told. What is set already wins, save the addresses of what we start ourselves. */
export function childEnvironment(secrets: Secrets, addresses: Addresses): ChildEnvironment {
  const defaults = {
    AUTH_SECRET: secrets.authSecret,
    AUTH_TRUST_HOST: "true",
    AUTH_URL: addresses.baseUrl,
    SECRETS_KEY: secrets.secretsKey,
    GATEWAY_URL: addresses.acquirerUrl,
    BANK_URL: addresses.bankUrl,
    BANK_SECRET: createHash("sha256").update(`bank ${secrets.secretsKey}`).digest("hex"),
    SMTP_URL: addresses.smtpUrl,
    SMS_URL: addresses.smsUrl,
    SMS_SECRET: createHash("sha256").update(`sms ${secrets.secretsKey}`).digest("hex"),
    FILES_FOLDER: addresses.filesFolder,
    COUNTERFOIL_SANDBOX: "1",
    LOG_LEVEL: "warn",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  return {
    ...defaults,
    ...process.env,
    OUTBOUND_ALLOWED: allowedBeside(new URL(addresses.shopUrl).host),
    PORT: String(addresses.port),
    BASE_URL: addresses.baseUrl,
    INTAKE_PORT: String(addresses.intakePort),
    INTAKE_HOST: "127.0.0.1",
    DATABASE_URL: addresses.ownerUrl,
    APP_DATABASE_URL: addresses.appUrl,
  };
}
