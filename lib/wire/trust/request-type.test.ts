import { expect, it } from "vitest";
import { decodeType } from "@/lib/wire/trust/request-type";

const refusal = (code: string, ...data: string[]) => ({ ok: false, refusal: { code, data } });

it("understands the list and the single name", () => {
  expect(decodeType({ requesttypedescriptions: ["AUTH"] })).toEqual({ ok: true, value: "AUTH" });
  expect(decodeType({ requesttypedescription: "TRANSACTIONQUERY" })).toEqual({
    ok: true,
    value: "TRANSACTIONQUERY",
  });
});

it.each([{}, { requesttypedescriptions: [] }, { requesttypedescription: "" }, { requesttypedescription: 7 }])(
  "answers 60018 None to %j",
  (fields) => {
    expect(decodeType(fields)).toEqual(refusal("60018", "None"));
  },
);

it("answers 60040 when both are given", () => {
  expect(decodeType({ requesttypedescription: "AUTH", requesttypedescriptions: ["AUTH"] })).toMatchObject({
    refusal: { code: "60040" },
  });
});

it.each([
  ["TRANSACTIONUPDATE", "REFUND"],
  ["AUTH", "TRANSACTIONQUERY"],
  ["AUTH", "AUTH"],
])("answers 30000 to %s and %s in one request", (...types) => {
  expect(decodeType({ requesttypedescriptions: types })).toEqual(refusal("30000", "requesttypedescriptions"));
});

it.each(["TRANSACTIONUPDATE", "REFUND", "SUBSCRIPTION", "NONSENSE", "auth"])(
  "answers 60018 to %s",
  (type) => {
    expect(decodeType({ requesttypedescriptions: [type] })).toEqual(refusal("60018", type));
  },
);

it("names the part of a combination that is not served", () => {
  expect(decodeType({ requesttypedescriptions: ["AUTH", "SUBSCRIPTION"] })).toEqual(
    refusal("60018", "SUBSCRIPTION"),
  );
});
