import { describe, expect, it } from "vitest";
import { checkEnvelope, decodeEnvelope, maxRequests, requestReferenceOf } from "@/lib/wire/trust/envelope";

/** The capture of wire.md 1.1. */
const capture = `{"alias": "webservices@example.com", "version": "1.00",
 "request": [{"requestreference": "A0w62dp44", "versioninfo": "Python::3.11.2::1.0.25::Linux",
   "requesttypedescriptions": ["TRANSACTIONUPDATE"],
   "filter": {"sitereference": [{"value": "test_site12345"}], "transactionreference": [{"value": "52-9-1000001"}]},
   "updates": {"settlestatus": "2"}}],
 "libraryversion": "python_1.0.25"}`;

const read = (text: string) => {
  const envelope = decodeEnvelope(text);
  if (!envelope.ok) throw new Error(envelope.refusal.code);
  return envelope.value;
};
const caller = { alias: "webservices@example.com", isKnownAlias: false };

describe("decodeEnvelope", () => {
  it("reads what the vendor's Python client sends and ignores fields nobody asks for", () => {
    const envelope = read(capture);
    expect(envelope.alias).toBe("webservices@example.com");
    expect(envelope.version).toBe("1.00");
    expect(envelope.requests).toHaveLength(1);
  });

  it.each(["", "{", "alias=1", "<requestblock/>", '{"a":1}x'])(
    "answers 10205 to %j, which is not JSON",
    (text) => {
      expect(decodeEnvelope(text)).toEqual({ ok: false, refusal: { code: "10205", data: ["invalid json"] } });
    },
  );

  it.each(["[]", "null", "7", '"text"'])("answers 30010 to %s, which is JSON but no envelope", (text) => {
    expect(decodeEnvelope(text)).toEqual({ ok: false, refusal: { code: "30010", data: ["envelope"] } });
  });

  it.each(["{}", '{"request":[]}', '{"request":null}'])(
    "answers 60018 to %s, which asks for nothing",
    (text) => {
      expect(decodeEnvelope(text)).toEqual({ ok: false, refusal: { code: "60018", data: ["None"] } });
    },
  );

  it("refuses requests that are no objects, and more than it can wait for", () => {
    const many = JSON.stringify({ request: Array.from({ length: maxRequests + 1 }, () => ({})) });
    expect(decodeEnvelope('{"request":["AUTH"]}')).toMatchObject({ refusal: { code: "30010" } });
    expect(decodeEnvelope(many)).toMatchObject({ refusal: { code: "60025" } });
  });

  it("takes a single request object as a list of one", () => {
    expect(read('{"request":{"a":"1"}}').requests).toEqual([{ a: "1" }]);
  });
});

describe("checkEnvelope", () => {
  it("accepts the caller's own alias and version 1.00, given or left out", () => {
    expect(checkEnvelope(read(capture), caller)).toBeNull();
    expect(checkEnvelope(read('{"request":{}}'), caller)).toBeNull();
  });

  it("takes an alias or a version of the wrong type for a wrong one", () => {
    expect(checkEnvelope(read('{"alias":5,"request":{}}'), caller)).toMatchObject({ code: "30008" });
    expect(checkEnvelope(read('{"version":1.0,"request":{}}'), caller)).toMatchObject({ code: "30007" });
  });

  it("tells an unknown alias (30008) from somebody else's (60022)", () => {
    const envelope = read('{"alias":"other","request":{}}');
    expect(checkEnvelope(envelope, caller)?.code).toBe("30008");
    expect(checkEnvelope(envelope, { ...caller, isKnownAlias: true })?.code).toBe("60022");
  });

  it("answers 30007 to another version", () => {
    expect(checkEnvelope(read('{"version":"2.00","request":{}}'), caller)?.code).toBe("30007");
  });
});

describe("requestReferenceOf", () => {
  it("prefers the HTTP header: with several requests the outer reference is only there", () => {
    expect(requestReferenceOf("Outer1", read(capture))).toBe("Outer1");
    expect(requestReferenceOf(null, read(capture))).toBe("A0w62dp44");
    expect(requestReferenceOf(null, read('{"request":{}}'))).toBeNull();
    expect(requestReferenceOf(null, null)).toBeNull();
  });
});
