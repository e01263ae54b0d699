import { describe, expect, it } from "vitest";
import { decodeQuery } from "@/lib/wire/trust/query";

const query = (filter: unknown) => decodeQuery({ filter });
const code = (filter: unknown) => {
  const read = query(filter);
  return read.ok ? "0" : read.refusal.code;
};

describe("decodeQuery", () => {
  it("reads the query of domain.md 1.5.1", () => {
    expect(
      query({
        sitereference: [{ value: "demo_site100" }],
        settlestatus: [{ value: "0" }, { value: "2" }],
        starttimestamp: [{ value: "2025-01-01 00:00:00" }],
        endtimestamp: [{ value: "2025-01-31 23:59:59" }],
      }),
    ).toEqual({
      ok: true,
      value: {
        siteReferences: ["demo_site100"],
        transactionReferences: null,
        orderReferences: null,
        settleStatuses: [0, 2],
        currencies: null,
        accountTypes: null,
        requestTypes: null,
        from: "2025-01-01T00:00:00Z",
        to: "2025-01-31T23:59:59Z",
      },
    });
  });

  it("reads the PHP client's single object with a symbol", () => {
    expect(query({ transactionreference: { value: "52-9-1000001", symbol: "IS" } })).toMatchObject({
      value: { transactionReferences: ["52-9-1000001"] },
    });
  });

  it("lets a day stand for its first and last second", () => {
    expect(
      query({ starttimestamp: { value: "2025-01-01" }, endtimestamp: { value: "2025-01-31" } }),
    ).toMatchObject({
      value: { from: "2025-01-01T00:00:00Z", to: "2025-01-31T23:59:59Z" },
    });
  });

  it.each([undefined, null, {}])("answers 60019 to the filter %j", (filter) => {
    expect(code(filter)).toBe("60019");
  });

  it.each([
    "text",
    [],
    { nonsense: [{ value: "1" }] },
    { transactionreference: [] },
    { transactionreference: "52-9-1000001" },
    { transactionreference: [{}] },
    { transactionreference: [{ value: "" }] },
    { transactionreference: { value: "52", symbol: "LIKE" } },
    { settlestatus: [{ value: "7" }] },
    { currencyiso3a: [{ value: "XXX" }] },
    { starttimestamp: [{ value: "2025-01-01" }, { value: "2025-01-02" }] },
  ])("answers 60037 to the filter %j", (filter) => {
    expect(code(filter)).toBe("60037");
  });

  it.each(["yesterday", "2025-02-30", "2025-01-01 24:00:00", "0000-01-01"])(
    "answers 10101 to the time %s",
    (value) => {
      expect(code({ starttimestamp: [{ value }] })).toBe("10101");
    },
  );
});
