import { describe, expect, it } from "vitest";
import { decodeRefund } from "@/lib/wire/trust/refund";

const parent = { parenttransactionreference: "7-55-1203" };
const read = (fields: Record<string, unknown>) => decodeRefund({ ...parent, ...fields });

describe("decodeRefund", () => {
  it("TP-20 reads a refund of a part, and of the rest in full", () => {
    expect(
      read({ requesttypedescriptions: ["REFUND"], sitereference: "demo_site100", baseamount: "500" }),
    ).toEqual({
      ok: true,
      value: {
        parentReference: "7-55-1203",
        amount: { minor: 500, major: null, currency: null },
        orderReference: null,
        settleStatus: null,
      },
    });
    expect(read({ baseamount: "", mainamount: "" })).toMatchObject({
      value: { amount: { minor: null, major: null } },
    });
  });

  it("reads mainamount, which waits for the currency of the parent", () => {
    expect(read({ mainamount: "5.00", currencyiso3a: "GBP" })).toMatchObject({
      value: { amount: { minor: null, major: { field: "mainamount", text: "5.00" }, currency: "GBP" } },
    });
  });

  it("TP-21 reads the settle status to begin with", () => {
    expect(read({ settlestatus: "2" })).toMatchObject({ value: { settleStatus: 2 } });
  });

  it.each([
    { parenttransactionreference: undefined },
    { parenttransactionreference: "" },
    { parenttransactionreference: "7 55" },
    { parenttransactionreference: "1".repeat(26) },
    { baseamount: "0" },
    { baseamount: "5.00" },
    { mainamount: "five" },
    { currencyiso3a: "XXX" },
    { settlestatus: "3" },
    { settlestatus: "100" },
    { orderreference: "4111111111111111" },
  ])("answers 30000 to %j", (fields) => {
    expect(read(fields)).toEqual({ ok: false, refusal: { code: "30000", data: Object.keys(fields) } });
  });
});
