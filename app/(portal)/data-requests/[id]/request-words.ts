import type { getTranslations } from "next-intl/server";
import type { DataRequestCode } from "@/lib/features/data-requests/model";
import { actionNames, isDataRequestCode, serviceNames } from "@/lib/features/data-requests/model";

export type RequestTranslator = Awaited<ReturnType<typeof getTranslations<"data-requests">>>;

export const sayCode = (t: RequestTranslator, code: DataRequestCode): string => t(`values.status.${code}`);

/** A shop may ask for what nobody knows: that stands as it came. */
export function sayService(t: RequestTranslator, name: string): string {
  const known = serviceNames.find((service) => service === name);
  return known === undefined ? name : t(`values.service.${known}`);
}

export function sayAction(t: RequestTranslator, name: string): string {
  const known = actionNames.find((action) => action === name);
  return known === undefined ? name : t(`values.action.${known as "CreateMandate"}`);
}

export function sayTold(t: RequestTranslator, told: string | null): string | null {
  const code = Number(told);
  return told !== null && isDataRequestCode(code) ? `${told} ${sayCode(t, code)}` : told;
}
