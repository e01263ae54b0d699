type Wanted = Readonly<Record<string, string | readonly string[]>>;

/** The list of payments with these filters on. */
export function paymentsHref(wanted: Wanted): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted))
    for (const one of typeof value === "string" ? [value] : value) address.append(name, one);
  return `/payments?${address.toString()}`;
}
