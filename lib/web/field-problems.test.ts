import { expect, it } from "vitest";
import { z } from "zod";
import { fieldProblems } from "@/lib/web/field-problems";

const Schema = z.strictObject({
  name: z.string().max(3),
  size: z.int().min(1),
  kind: z.enum(["a", "b"]),
  inner: z.strictObject({ code: z.string().refine((text) => text === "ok", { error: "not_ok" }) }),
});

it("names each wrong field with a reason and none of the values", () => {
  const input = {
    name: "4111111111111111",
    size: 0,
    kind: "c",
    inner: { code: "no", more: 1 },
    other: 2,
    "4111 1111 1111 1111": 3,
  };
  const read = Schema.safeParse(input);
  expect(read.error && fieldProblems(read.error, input)).toEqual([
    { field: "name", reason: "too_big" },
    { field: "size", reason: "too_small" },
    { field: "kind", reason: "unknown_value" },
    { field: "inner.code", reason: "not_ok" },
    { field: "inner.more", reason: "unknown_field" },
    { field: "other", reason: "unknown_field" },
    { field: "411111******1111", reason: "unknown_field" },
  ]);
});

it("calls a field that is not there required", () => {
  const input = { name: "a", size: 1, inner: { code: "ok" } };
  const read = Schema.safeParse(input);
  expect(read.error && fieldProblems(read.error, input)).toEqual([{ field: "kind", reason: "required" }]);
});
