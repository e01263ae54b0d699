import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { err, ok, type Result } from "@/lib/kernel/result";
import { env } from "@/lib/platform/env";

export type AddressRefusal =
  | "not_an_address"
  | "scheme_not_allowed"
  | "credentials_not_allowed"
  | "port_not_allowed"
  | "private_address"
  | "host_not_found";

const portOf = (url: URL) => (url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port);
const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

/** The sandbox's own receivers, allowed by configuration only. */
export const isAllowedByConfiguration = (url: URL): boolean =>
  env().outboundAllowed.includes(`${bareHost(url)}:${portOf(url)}`);

/** All that IANA gave out as global unicast; outside it stand the old forms of IPv4 in IPv6. */
const globalIPv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Anything but a public unicast address is refused: loopback, private, link-local, metadata, mapped, NAT64. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  if (plain.range() !== "unicast") return false;
  return plain instanceof ipaddr.IPv4 || plain.match(globalIPv6);
}

function checkShape(url: URL): AddressRefusal | null {
  if (url.protocol !== "https:") return "scheme_not_allowed";
  if (url.username !== "" || url.password !== "") return "credentials_not_allowed";
  if (portOf(url) !== "443") return "port_not_allowed";
  const host = bareHost(url);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) return "private_address";
  return null;
}

/** What can be known without asking the name service. Decimal, hex and octal hosts were made plain by the URL parser. */
export function checkAddress(text: string): Result<URL, AddressRefusal> {
  if (!URL.canParse(text)) return err("not_an_address");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return err("scheme_not_allowed");
  if (isAllowedByConfiguration(url)) return ok(url);
  const refusal = checkShape(url);
  return refusal === null ? ok(url) : err(refusal);
}

const asked = new Map<string, Promise<LookupAddress[]>>();

/**
 * Asks the name service once for calls that begin at the same time. Each question holds one of the process's four
 * threads until it is answered: a host whose name hangs must not hold them all.
 */
function resolve(host: string, options: LookupOptions): Promise<LookupAddress[]> {
  const key = JSON.stringify([host, options.family, options.hints]);
  const known = asked.get(key);
  if (known !== undefined) return known;
  const answer = lookup(host, { ...options, all: true }).finally(() => asked.delete(key));
  asked.set(key, answer);
  return answer;
}

/** For saving a setting: also asks the name service once. */
export async function checkAddressAndName(text: string): Promise<Result<URL, AddressRefusal>> {
  const checked = checkAddress(text);
  if (!checked.ok || isAllowedByConfiguration(checked.value)) return checked;
  const found = await resolve(bareHost(checked.value), {}).catch(() => []);
  if (found.length === 0) return err("host_not_found");
  return found.every(({ address }) => isPublicAddress(address)) ? checked : err("private_address");
}

/** A setting under the name of its field; null: none given. Checked here and again at each call. */
export async function checkAddressOf<Field extends string>(
  field: Field,
  text: string,
): Promise<Result<string | null, `${Field}.${AddressRefusal}`>> {
  if (text === "") return ok(null);
  const found = await checkAddressAndName(text);
  return found.ok ? ok(found.value.href) : err(`${field}.${found.error}`);
}

export class BlockedAddress extends Error {
  override readonly name = "BlockedAddress";
}

/** Resolves at connect time and refuses if any answer is not public, so a name cannot change its mind in between. */
export const guardedLookup: LookupFunction = (host, options, callback) => {
  resolve(host, options).then(
    (found) => {
      const first = found[0];
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        callback(new BlockedAddress("the name leads to a private address"), "", 4);
      } else if (options.all === true) {
        callback(null, found);
      } else {
        callback(null, first.address, first.family);
      }
    },
    (problem: unknown) => {
      callback(problem as NodeJS.ErrnoException, "", 4);
    },
  );
};
