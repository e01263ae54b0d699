import { expect, it } from "vitest";
import { decodeTypesOf } from "@/lib/wire/trust/request-type";

const refusal = (code: string, ...data: string[]) => ({ ok: false, refusal: { code, data } });

it.each(["AUTH", "TRANSACTIONQUERY", "TRANSACTIONUPDATE", "REFUND", "SUBSCRIPTION"])(
  "understands %s, in the list and as the single name",
  (type) => {
    expect(decodeTypesOf({ requesttypedescriptions: [type] })).toEqual({ ok: true, value: [type] });
    expect(decodeTypesOf({ requesttypedescription: type })).toEqual({ ok: true, value: [type] });
  },
);

it("understands a payment and its plan as one request with two answers", () => {
  expect(decodeTypesOf({ requesttypedescriptions: ["AUTH", "SUBSCRIPTION"] })).toEqual({
    ok: true,
    value: ["AUTH", "SUBSCRIPTION"],
  });
});

it.each([
  {},
  { requesttypedescriptions: [] },
  { requesttypedescription: "" },
  { requesttypedescription: 7 },
  { requesttypedescription: null },
])("answers 60018 None to %j", (fields) => {
  expect(decodeTypesOf(fields)).toEqual(refusal("60018", "None"));
});

it("answers 60040 when both are given", () => {
  expect(decodeTypesOf({ requesttypedescription: "AUTH", requesttypedescriptions: ["AUTH"] })).toMatchObject({
    refusal: { code: "60040" },
  });
});

it.each([
  ["TRANSACTIONUPDATE", "REFUND"],
  ["TRANSACTIONUPDATE", "NONSENSE"],
  ["AUTH", "TRANSACTIONQUERY"],
  ["AUTH", "REFUND"],
  ["AUTH", "AUTH"],
  ["SUBSCRIPTION", "AUTH"],
  ["AUTH", "SUBSCRIPTION", "REFUND"],
  ["AUTH", "SUBSCRIPTION", "SUBSCRIPTION"],
])("answers 30000 to %s and %s in one request", (...types) => {
  expect(decodeTypesOf({ requesttypedescriptions: types })).toEqual(
    refusal("30000", "requesttypedescriptions"),
  );
});

it.each(["ACCOUNTCHECK", "NONSENSE", "auth", "__proto__"])("answers 60018 to %s", (type) => {
  expect(decodeTypesOf({ requesttypedescriptions: [type] })).toEqual(refusal("60018", type));
});

it("names the part of a combination that is not served", () => {
  expect(decodeTypesOf({ requesttypedescriptions: ["THREEDQUERY", "AUTH"] })).toEqual(
    refusal("60018", "THREEDQUERY"),
  );
});
