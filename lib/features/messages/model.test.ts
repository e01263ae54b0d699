import { describe, expect, it } from "vitest";
import { curlOf, sourceOf, spansOf } from "@/lib/features/messages/model";

const request = {
  method: "POST",
  url: "https://portal.example/json/?a='1'",
  requestHeaders: {
    host: "portal.example",
    authorization: "Basic ***",
    "content-type": "application/json",
    "x-forwarded-for": "10.0.0.1",
  },
  requestBody: `{"note":"it's"}`,
};

describe("copy as curl", () => {
  it("can be run again, and asks for the secrets that were masked", () => {
    expect(curlOf(request)).toBe(
      [
        `curl -X POST 'https://portal.example/json/?a='\\''1'\\'''`,
        `-H "authorization: $AUTHORIZATION"`,
        `-H 'content-type: application/json'`,
        `--data-binary '{"note":"it'\\''s"}'`,
      ].join(" \\\n  "),
    );
  });

  it("sends no body where there was none", () => {
    expect(curlOf({ ...request, method: "GET", requestHeaders: {}, requestBody: "" })).toBe(
      `curl -X GET 'https://portal.example/json/?a='\\''1'\\'''`,
    );
  });
});

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds));

describe("a conversation", () => {
  it("lies on one span of time", () => {
    expect(
      spansOf([
        { startedAt: at(0), tookMs: 10_000 },
        { startedAt: at(2), tookMs: 3_000 },
        { startedAt: at(10), tookMs: 0 },
      ]),
    ).toEqual([
      { from: 0, width: 100 },
      { from: 20, width: 30 },
      { from: 99, width: 1 },
    ]);
  });

  it("says which exchange brought a change (U3)", () => {
    const shop = { leg: "merchant_to_us", startedAt: at(1) };
    const gateway = { leg: "us_to_gateway", startedAt: at(2) };
    const push = { leg: "us_to_shop", startedAt: at(3) };
    const later = { leg: "us_to_gateway", startedAt: at(9) };
    const all = [shop, gateway, push, later];
    expect(sourceOf(at(1), all)).toBe(shop);
    expect(sourceOf(at(4), all)).toBe(gateway);
    expect(sourceOf(at(10), all)).toBe(later);
    expect(sourceOf(at(0), all)).toBeNull();
    expect(sourceOf(at(5), [])).toBeNull();
  });
});
