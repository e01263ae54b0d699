import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  checkAddress,
  checkAddressAndName,
  guardedLookup,
  isPublicAddress,
  BlockedAddress,
} from "@/lib/platform/address-guard";

beforeAll(() => {
  vi.stubEnv("APP_DATABASE_URL", "postgres://app@127.0.0.1/none");
  vi.stubEnv("AUTH_SECRET", "a secret of sixteen or more");
  vi.stubEnv("SECRETS_KEY", btoa("x".repeat(32)));
  vi.stubEnv("GATEWAY_URL", "http://127.0.0.1:9");
  vi.stubEnv("BASE_URL", "http://portal.example");
  vi.stubEnv("OUTBOUND_ALLOWED", "127.0.0.1:4010, [ignored], shop.local:80");
});
afterAll(() => vi.unstubAllEnvs());

const refusalOf = (text: string) => {
  const checked = checkAddress(text);
  return checked.ok ? null : checked.error;
};

describe("an address that a merchant chose (SSRF)", () => {
  it.each([
    ["loopback", "https://127.0.0.1/"],
    ["loopback's short form", "https://127.1/"],
    ["a decimal number", "https://2130706433/"],
    ["hexadecimal", "https://0x7f.0x0.0x0.0x1/"],
    ["one hexadecimal number", "https://0x7f000001/"],
    ["octal", "https://0177.0.0.1/"],
    ["percent codes", "https://%31%32%37.0.0.1/"],
    ["circled digits", "https://①②⑦.0.0.1/"],
    ["a trailing dot", "https://127.0.0.1./"],
    ["this host", "https://0.0.0.0/"],
    ["private 10", "https://10.1.2.3/"],
    ["private 172.16", "https://172.31.255.255/"],
    ["private 192.168", "https://192.168.1.1/"],
    ["shared by carriers", "https://100.64.0.1/"],
    ["the metadata service", "https://169.254.169.254/latest/meta-data/"],
    ["benchmarking", "https://198.18.0.1/"],
    ["multicast", "https://224.0.0.1/"],
    ["broadcast", "https://255.255.255.255/"],
    ["reserved", "https://240.0.0.1/"],
    ["IPv6 loopback", "https://[::1]/"],
    ["IPv6 nowhere", "https://[::]/"],
    ["IPv6 link-local", "https://[fe80::1]/"],
    ["IPv6 unique local, AWS's metadata", "https://[fd00:ec2::254]/"],
    ["IPv4 in IPv6", "https://[::ffff:127.0.0.1]/"],
    ["IPv4 in IPv6, hexadecimal", "https://[::ffff:a9fe:a9fe]/"],
    ["IPv4 in IPv6 of old", "https://[::127.0.0.1]/"],
    ["NAT64", "https://[64:ff9b::7f00:1]/"],
    ["6to4", "https://[2002:7f00:1::]/"],
    ["Teredo", "https://[2001::1]/"],
    ["site-local", "https://[fec0::1]/"],
  ])("%s is private: %s", (_what, text) => {
    expect(refusalOf(text)).toBe("private_address");
  });

  it.each([
    ["http://example.com/", "scheme_not_allowed"],
    ["ftp://example.com/", "scheme_not_allowed"],
    ["file:///etc/passwd", "scheme_not_allowed"],
    ["javascript:alert(1)", "scheme_not_allowed"],
    ["gopher://127.0.0.1:6379/_", "scheme_not_allowed"],
    ["https://user@example.com/", "credentials_not_allowed"],
    ["https://user:secret@example.com/", "credentials_not_allowed"],
    ["https://example.com:8443/", "port_not_allowed"],
    ["https://example.com:22/", "port_not_allowed"],
    ["example.com", "not_an_address"],
    ["https://", "not_an_address"],
    ["https://999.999.999.999/", "not_an_address"],
    ["", "not_an_address"],
  ])("%s: %s", (text, refusal) => {
    expect(refusalOf(text)).toBe(refusal);
  });

  it.each([
    "https://example.com/push?x=1",
    "https://example.com:443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
  ])("%s may be called", (text) => {
    expect(refusalOf(text)).toBeNull();
  });

  it("the sandbox's own receiver is allowed by configuration only, to the port", () => {
    expect(refusalOf("http://127.0.0.1:4010/push")).toBeNull();
    expect(refusalOf("http://shop.local/push")).toBeNull();
    expect(refusalOf("http://127.0.0.1:4011/push")).toBe("scheme_not_allowed");
    expect(refusalOf("http://127.0.0.1.nip.example:4010/")).toBe("scheme_not_allowed");
  });
});

describe("a name", () => {
  it("that leads to a private address is refused when it is saved", async () => {
    expect(await checkAddressAndName("https://localhost/")).toEqual({ ok: false, error: "private_address" });
  });

  it.each([true, false])("that leads there at last is refused when it is called (all: %s)", async (all) => {
    const problem = await new Promise((resolve) => {
      guardedLookup("localhost", { all }, resolve);
    });
    expect(problem).toBeInstanceOf(BlockedAddress);
  });

  it("that is a public address is handed on as it is", async () => {
    const found = await new Promise((resolve) => {
      guardedLookup("8.8.8.8", { all: true }, (_problem, addresses) => {
        resolve(addresses);
      });
    });
    expect(found).toEqual([{ address: "8.8.8.8", family: 4 }]);
  });
});

it("what is no address at all is not public", () => {
  expect(["", "example.com", "127.0.0.1:80", "1.2.3.4/8"].map(isPublicAddress)).toEqual(Array(4).fill(false));
});
