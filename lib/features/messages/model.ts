type Spoken = {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
};

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** A variable of the shell stands for what was masked. */
const asVariable = (name: string) => `"${name}: $${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}"`;
/** curl writes them itself. */
const ownHeaders = /^(host|content-length|connection|transfer-encoding|accept-encoding|x-forwarded-.*)$/i;

/** The request as a command that can be run again; secrets are variables to be filled. */
export function curlOf({ method, url, requestHeaders, requestBody }: Spoken): string {
  const headers = Object.entries(requestHeaders)
    .filter(([name]) => !ownHeaders.test(name))
    .map(([name, value]) => `-H ${value.includes("***") ? asVariable(name) : quoted(`${name}: ${value}`)}`);
  const body = requestBody === "" ? [] : [`--data-binary ${quoted(requestBody)}`];
  return [`curl -X ${method} ${quoted(url)}`, ...headers, ...body].join(" \\\n  ");
}

/** Where an exchange stands within the time that all of them took together, in hundredths. */
export function spansOf(
  exchanges: readonly { readonly startedAt: Date; readonly tookMs: number }[],
): readonly { readonly from: number; readonly width: number }[] {
  const starts = exchanges.map(({ startedAt }) => startedAt.getTime());
  const begin = Math.min(...starts);
  const end = Math.max(...exchanges.map(({ tookMs }, index) => (starts[index] ?? begin) + tookMs));
  const all = Math.max(1, end - begin);
  return exchanges.map(({ tookMs }, index) => {
    const from = Math.min(99, (((starts[index] ?? begin) - begin) / all) * 100);
    return { from, width: Math.max(1, Math.min(100 - from, (tookMs / all) * 100)) };
  });
}

type Heard = { readonly leg: string; readonly startedAt: Date };

/** U3: of a conversation, the exchange that brought a change at this moment: the last that began before it; what we told the shop brings none. */
export function sourceOf<E extends Heard>(at: Date, conversation: readonly E[]): E | null {
  const before = conversation.filter(({ leg, startedAt }) => leg !== "us_to_shop" && startedAt <= at);
  return before.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())[0] ?? null;
}
