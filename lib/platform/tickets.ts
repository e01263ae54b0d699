import { err, ok, type Result } from "@/lib/kernel/result";
import { env } from "@/lib/platform/env";
import { isSignatureOf, signatureOf } from "@/lib/platform/secrets";

const uuidBytes = 16;
const timeBytes = 6;

/** What a signed address is good for; each has an address and signatures of its own. */
const purposes = { retry: "retry link", pay: "pay link", return: "return link" } as const;
export type TicketPurpose = keyof typeof purposes;

export type Ticket = {
  readonly merchantId: string;
  /** Of what the ticket was made for. */
  readonly id: string;
  readonly until: Date;
};

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");

const uuidOf = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Nothing is stored: the token is both ids, the end, and our signature over them for one purpose. */
export function signTicket(purpose: TicketPurpose, { merchantId, id, until }: Ticket): string {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(Math.floor(until.getTime() / 1000), 0, timeBytes);
  const ticket = Buffer.concat([bytesOf(merchantId), bytesOf(id), time]).toString("base64url");
  return `${ticket}.${signatureOf(purposes[purpose], ticket)}`;
}

export const ticketAddress = (purpose: TicketPurpose, ticket: Ticket): string =>
  new URL(`/${purpose}/${signTicket(purpose, ticket)}`, env().baseUrl).href;

/** Reads a token that we signed ourselves; one that is over says so. */
export function readTicket(
  purpose: TicketPurpose,
  token: string,
  now: Date,
): Result<Ticket, "forged" | "expired"> {
  const [ticket, signature] = token.split(".");
  if (ticket === undefined || signature === undefined) return err("forged");
  if (!isSignatureOf(purposes[purpose], ticket, signature)) return err("forged");
  const bytes = Buffer.from(ticket, "base64url");
  if (bytes.length !== 2 * uuidBytes + timeBytes) return err("forged");
  const until = new Date(bytes.readUIntBE(2 * uuidBytes, timeBytes) * 1000);
  if (until <= now) return err("expired");
  return ok({
    merchantId: uuidOf(bytes.subarray(0, uuidBytes)),
    id: uuidOf(bytes.subarray(uuidBytes, 2 * uuidBytes)),
    until,
  });
}
