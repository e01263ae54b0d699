/** A sender is listened to this many times past the limit, so that it hears the refusal instead of a reset. */
const patience = 32;

/** The body as text, or null when it is longer than `limitBytes`. Memory stays within the limit. `latin1`: a character for each byte. */
export async function readBody(
  request: Request,
  limitBytes: number,
  encoding: "utf8" | "latin1" = "utf8",
): Promise<string | null> {
  if (request.body === null) return "";
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size <= limitBytes) parts.push(part);
    else parts.length = 0;
    if (size > limitBytes * patience) break;
  }
  return size > limitBytes ? null : Buffer.concat(parts).toString(encoding);
}
