import { expect, it } from "vitest";
import { readBasic } from "@/lib/web/basic-caller";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

it("reads alias and password, which may hold colons and any letter", () => {
  expect(readBasic(basic("shop@example.com:Pass:wörd^"))).toEqual({
    alias: "shop@example.com",
    password: "Pass:wörd^",
  });
});

it.each([null, "", "Basic", "Bearer abc", "Basic ***", basic("nocolon"), basic(":empty"), basic("a\0b:c")])(
  "reads nothing from %j",
  (header) => {
    expect(readBasic(header)).toBeNull();
  },
);
