import { bounceClasses, type BounceClass } from "@/lib/kernel/bounces";

export const periods = [7, 30, 90] as const;
type Period = (typeof periods)[number];

export type Chosen = {
  readonly days: Period;
  readonly class: BounceClass | null;
  readonly domain: string | null;
};

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);

/** What the address asks for; what it does not know is left out. A domain is no address of a person. */
export function chosenIn(parameters: Parameters): Chosen {
  const domain = one(parameters["domain"])?.trim().toLowerCase() ?? "";
  return {
    days: periods.find((days) => days.toString() === one(parameters["days"])) ?? 30,
    class: bounceClasses.find((name) => name === one(parameters["class"])) ?? null,
    domain: domain === "" || domain.includes("@") ? null : domain,
  };
}

export function choiceHref({ days, class: name, domain }: Chosen): string {
  const address = new URLSearchParams();
  if (days !== 30) address.append("days", days.toString());
  if (name !== null) address.append("class", name);
  if (domain !== null) address.append("domain", domain);
  const text = address.toString();
  return text === "" ? "/bounces/workbench" : `/bounces/workbench?${text}`;
}

export const sinceOf = ({ days }: Chosen, now: Date): Date => new Date(now.getTime() - days * 86_400_000);
