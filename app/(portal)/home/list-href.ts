import type { Parameters } from "@/lib/listing/parse";

/** A list with these filters on. */
export function listHref(list: string, wanted: Parameters): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted))
    for (const one of [value ?? []].flat()) address.append(name, one);
  return `/${list}?${address.toString()}`;
}
