import type { Listing } from "@/lib/listing/spec";

/** Which filters stand in the bar and which behind "More filters": one that is on is always in the bar. */
export function placesOf(
  { filters, more = [] }: Pick<Listing, "filters" | "more">,
  on: readonly string[],
): { readonly bar: readonly string[]; readonly more: readonly string[] } {
  const names = Object.keys(filters);
  const common = names.filter((name) => !more.includes(name));
  const rare = names.filter((name) => more.includes(name));
  return {
    bar: [...common, ...rare.filter((name) => on.includes(name))],
    more: rare.filter((name) => !on.includes(name)),
  };
}
