import { join, resolve } from "node:path";
import { buildWeb, generateClient, nextProgram } from "./build";
import { keepAlive, runToEnd, type Child } from "./child";
import { isEmpty, openDatabase, startAfresh, type Database } from "./database";
import { childEnvironment, loadSecrets, wishedHost, type ChildEnvironment } from "./environment";
import { ensureFolder } from "./folder";
import { openShop } from "./open-shop";
import { recordChild } from "./orphans";
import { freePort, freePortLike } from "./ports";
import { silent, type Reporter } from "./reporter";
import { changeState, readState, takeDemo, type Demo } from "./state";
import { Teardown, type Layer } from "./teardown";
import { untilAnswers, untilListening } from "./until";

export type StackOptions = {
  /** Of the web server; without it a free one. */
  readonly port?: number;
  /** Where database, secrets and state live. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly appDatabaseUrl?: string | undefined;
  readonly seed: boolean;
  readonly traffic: boolean;
  readonly build: "reuse" | "if-needed";
  /** Reload on change instead of a build. */
  readonly dev?: boolean;
  readonly reporter?: Reporter;
  /** Lets the caller end a start that is not finished. */
  readonly teardown?: Teardown;
};

export type Stack = {
  readonly baseUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly acquirerUrl: string;
  readonly shopUrl: string;
  readonly bankUrl: string;
  /** Where the sandbox shows the mails that it took. */
  readonly mailUrl: string;
  readonly smtpUrl: string;
  readonly smsUrl: string;
  /** Where reports about mails come in. */
  readonly intakePort: number;
  /** Where each merchant puts capture files and fetches results. */
  readonly filesFolder: string;
  readonly demo: Demo | null;
  readonly stop: () => Promise<void>;
};

type Site = {
  readonly options: StackOptions;
  readonly reporter: Reporter;
  readonly teardown: Teardown;
  readonly environment: ChildEnvironment;
  readonly addresses: Omit<Stack, "demo" | "stop"> & { readonly port: number };
};

const recorded = ({ options }: Site, name: string) => ({
  onLaunch: (pid: number) => void recordChild(options.dataDir, name, pid).catch(() => undefined),
});

function run(
  site: Site,
  layer: Layer,
  name: string,
  args: readonly string[],
  extra: ChildEnvironment = {},
): Child {
  const environment = { ...site.environment, ...extra };
  const child = keepAlive({ name, args, environment, reporter: site.reporter, ...recorded(site, name) });
  site.teardown.add(layer, child.stop);
  return child;
}

const typescript = (dev: boolean) =>
  dev
    ? [join("node_modules", "tsx", "dist", "cli.mjs"), "watch", "--clear-screen=false"]
    : ["--import", "tsx"];

async function startSandbox(site: Site): Promise<void> {
  const { acquirerUrl, bankUrl, shopUrl, mailUrl, smtpUrl, smsUrl, intakePort } = site.addresses;
  const urls = { acquirer: acquirerUrl, bank: bankUrl, shop: shopUrl, mailbox: mailUrl, sms: smsUrl };
  const parts = Object.entries(urls);
  for (const [name, url] of parts) {
    run(site, "sandbox", name, [...typescript(site.options.dev === true), join("sandbox", "main.ts"), name], {
      SANDBOX_PORT: new URL(url).port,
      SANDBOX_SMTP_PORT: new URL(smtpUrl).port,
      SANDBOX_REPORTS_URL: `smtp://127.0.0.1:${intakePort}`,
      SANDBOX_DATA: join(site.options.dataDir, "sandbox"),
    });
  }
  for (const [name, url] of parts)
    await untilAnswers(`The ${name} of the sandbox`, `${url}/health`, site.teardown);
}

/** A seed that is cut off begins again, so it need not wait for each commit to reach the disk. */
function notWaitingForTheDisk(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c synchronous_commit=off");
  return url.href;
}

async function seed(site: Site): Promise<void> {
  const { options, addresses, reporter } = site;
  if (!options.seed || !(await isEmpty(addresses.ownerUrl))) return;
  reporter.say("Filling the demo with two years of payments (about a minute)");
  const output = join(options.dataDir, "seed.json");
  await changeState(options.dataDir, { seeding: true });
  const program = ["--import", "tsx", "--conditions=react-server", join("prisma", "seed", "main.ts")];
  const environment = { ...site.environment, APP_DATABASE_URL: notWaitingForTheDisk(addresses.appUrl) };
  const plan = {
    name: "seed",
    args: [...program, addresses.shopUrl, output],
    environment,
    reporter,
    ...recorded(site, "seed"),
  };
  await runToEnd(plan, (stop) => site.teardown.add("portal", stop));
  await changeState(options.dataDir, { seeding: false, demo: await takeDemo(output) });
}

async function build(site: Site): Promise<void> {
  if (site.options.dev === true || site.options.build === "reuse") return;
  await buildWeb({
    reporter: site.reporter,
    environment: site.environment,
    onStart: (stop) => site.teardown.add("portal", stop),
  });
}

async function startPortal(site: Site): Promise<void> {
  const dev = site.options.dev === true;
  const { port, baseUrl } = site.addresses;
  run(site, "portal", "web", [nextProgram, dev ? "dev" : "start", "-p", String(port), "-H", wishedHost()], {
    NODE_ENV: dev ? "development" : "production",
  });
  run(site, "portal", "worker", [
    ...typescript(dev),
    "--conditions=react-server",
    join("lib", "worker", "main.ts"),
  ]);
  run(site, "portal", "intake", [
    ...typescript(dev),
    "--conditions=react-server",
    join("lib", "worker", "intake-main.ts"),
  ]);
  await untilListening("The intake", site.addresses.intakePort, site.teardown);
  await untilAnswers("The portal", `${baseUrl}/api/health`, site.teardown);
}

function sendCustomers(site: Site, demo: Demo | null): void {
  if (!site.options.traffic || demo === null) return;
  const shops = demo.websites.map(({ siteReference, apiKey }) => `${siteReference}=${apiKey}`).join(",");
  run(site, "customers", "traffic", ["--import", "tsx", join("sandbox", "main.ts"), "traffic"], {
    SANDBOX_SHOPS: shops,
  });
}

async function prepare(options: StackOptions, reporter: Reporter, teardown: Teardown): Promise<Site> {
  const folder = options.dataDir;
  const [secrets, state] = [await loadSecrets(folder), await readState(folder)];
  const stopped: ChildEnvironment = process.env;
  await generateClient({ reporter, environment: stopped, onStart: (stop) => teardown.add("portal", stop) });
  const { databaseUrl, appDatabaseUrl } = options;
  const database: Database = await openDatabase({
    folder,
    secrets,
    databaseUrl,
    appDatabaseUrl,
    port: state.ports.postgres,
    reporter,
  });
  teardown.add("database", database.stop);
  if (state.seeding && database.port !== null) await startAfresh(database.ownerUrl, reporter);
  const [acquirer, shop] = [await freePortLike(state.ports.acquirer), await freePortLike(state.ports.shop)];
  const [mail, smtp] = [await freePortLike(state.ports.mail), await freePortLike(state.ports.smtp)];
  const [bank, intakePort] = [await freePortLike(state.ports.bank), await freePortLike(state.ports.intake)];
  const sms = await freePortLike(state.ports.sms);
  const port = options.port ?? (await freePort());
  const addresses = {
    port,
    baseUrl: `http://localhost:${port}`,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    acquirerUrl: `http://127.0.0.1:${acquirer}`,
    shopUrl: `http://127.0.0.1:${shop}`,
    bankUrl: `http://127.0.0.1:${bank}`,
    mailUrl: `http://127.0.0.1:${mail}`,
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    smsUrl: `http://127.0.0.1:${sms}`,
    intakePort,
    filesFolder: resolve(folder, "files"),
  };
  await changeState(folder, {
    ports: {
      postgres: database.port ?? undefined,
      acquirer,
      shop,
      bank,
      mail,
      smtp,
      sms,
      intake: intakePort,
    },
    running: null,
  });
  return { options, reporter, teardown, addresses, environment: childEnvironment(secrets, addresses) };
}

async function raise(site: Site): Promise<Demo | null> {
  const { options, teardown, addresses } = site;
  await ensureFolder(addresses.filesFolder);
  await startSandbox(site);
  await Promise.all([build(site), seed(site)]);
  const demo = await openShop({ dataDir: options.dataDir, ...addresses });
  await startPortal(site);
  sendCustomers(site, demo);
  const { baseUrl, ownerUrl, acquirerUrl, shopUrl, mailUrl } = addresses;
  await changeState(options.dataDir, {
    running: { pid: process.pid, baseUrl, databaseUrl: ownerUrl, acquirerUrl, shopUrl, mailUrl },
  });
  teardown.add("records", () => changeState(options.dataDir, { running: null }));
  return demo;
}

/** Starts everything and comes back when the portal answers. Whatever fails, nothing is left running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const reporter = options.reporter ?? silent;
  const teardown = options.teardown ?? new Teardown();
  try {
    const site = await prepare(options, reporter, teardown);
    const demo = await raise(site);
    return { ...site.addresses, demo, stop: () => teardown.run() };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}
