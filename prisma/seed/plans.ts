import type { Role } from "@/lib/kernel/access";

export const demoPassword = "counterfoil-demo";

type CaptureMode = "immediate" | "scheduled" | "manual";

/** A second key for people of the office: its name and what it may do besides a shop's own rights. */
type OfficeKey = { readonly name: string; readonly rights: readonly string[] };

export type WebsitePlan = {
  readonly name: string;
  readonly siteReference: string;
  readonly captureMode: CaptureMode;
  /** How many of a hundred customers buy here. */
  readonly weight: number;
  readonly settings: {
    readonly pushFormat?: string;
    readonly retryEnabled?: boolean;
    readonly validitySeconds?: number;
    readonly waitingRefundHours?: number;
    readonly refundWindowMonths?: number;
    readonly duplicateCheckMinutes?: number;
    readonly refundsInPlatform?: boolean;
    readonly mailsCustomers?: boolean;
    readonly replyTo?: string;
    readonly pushFailureEmail?: string;
  };
  readonly officeKey?: OfficeKey;
  /** What it captures late is kept reserved night after night (domain.md 3). */
  readonly renews?: true;
};
export type MerchantPlan = {
  readonly name: string;
  readonly timezone: string;
  readonly country: string;
  readonly people: readonly (readonly [email: string, role: Role])[];
  readonly refundLimits: readonly (readonly [currency: string, minor: number])[];
  readonly websites: readonly WebsitePlan[];
};

const acme: MerchantPlan = {
  name: "Acme Europe",
  timezone: "Europe/Amsterdam",
  country: "NL",
  people: [
    ["owner@acme.example", "owner"],
    ["manager@acme.example", "manager"],
    ["finance@acme.example", "finance"],
    ["support@acme.example", "support"],
    ["viewer@acme.example", "viewer"],
  ],
  refundLimits: [["EUR", 1_000_00]],
  websites: [
    {
      name: "Acme Shop",
      siteReference: "acme_shop",
      captureMode: "immediate",
      weight: 50,
      settings: { retryEnabled: true, mailsCustomers: true, replyTo: "help@acme.example" },
      officeKey: { name: "Acme office", rights: ["refunds:approve"] },
    },
    {
      name: "Acme Outlet",
      siteReference: "acme_outlet",
      captureMode: "scheduled",
      weight: 24,
      settings: { duplicateCheckMinutes: 60, mailsCustomers: true, replyTo: "help@acme.example" },
    },
    {
      name: "Acme Atelier",
      siteReference: "acme_atelier",
      captureMode: "manual",
      weight: 14,
      settings: {
        refundsInPlatform: true,
        validitySeconds: 3 * 86_400,
        pushFailureEmail: "manager@acme.example",
      },
    },
    {
      name: "Acme Workshop",
      siteReference: "acme_workshop",
      captureMode: "manual",
      weight: 26,
      settings: {},
      renews: true,
    },
  ],
};

const kaffebaren: MerchantPlan = {
  name: "Kaffebaren",
  timezone: "Europe/Stockholm",
  country: "SE",
  people: [
    ["owner@kaffebaren.example", "owner"],
    ["finance@acme.example", "finance"],
  ],
  refundLimits: [],
  websites: [
    {
      name: "Kaffebaren",
      siteReference: "kaffebaren",
      captureMode: "immediate",
      weight: 6,
      settings: { mailsCustomers: true },
    },
  ],
};

const bursztyn: MerchantPlan = {
  name: "Sklep Bursztyn",
  timezone: "Europe/Warsaw",
  country: "PL",
  people: [["owner@bursztyn.example", "owner"]],
  refundLimits: [],
  websites: [
    {
      name: "Sklep Bursztyn",
      siteReference: "bursztyn",
      captureMode: "immediate",
      weight: 6,
      settings: {
        pushFormat: "paynow",
        retryEnabled: true,
        waitingRefundHours: 120,
        refundWindowMonths: 6,
      },
    },
  ],
};

export const plans: readonly MerchantPlan[] = [acme, kaffebaren, bursztyn];

export const names: Readonly<Record<string, string>> = {
  "owner@acme.example": "Eva de Vries",
  "manager@acme.example": "Piotr Nowak",
  "finance@acme.example": "Åsa Lindqvist",
  "support@acme.example": "Misaki Sato",
  "viewer@acme.example": "Thijs Mulder",
  "owner@kaffebaren.example": "Björn Åkesson",
  "owner@bursztyn.example": "Zofia Wójcik",
};
