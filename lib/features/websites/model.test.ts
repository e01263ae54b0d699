import { describe, expect, it } from "vitest";
import { isAmbiguousAddress } from "@/lib/features/websites/model";

describe("an address of Buckaroo's JSON push", () => {
  it.each([
    ["https://shop.example/push", false],
    ["https://shop.example/push?shop=1&x=a%20b", false],
    ["https://shop.example/a-b_c.d", false],
    ["https://shop.example", true],
    ["https://shop.example/", true],
    ["https://shop.example/~push", true],
    ["https://shop.example/push?x=it's", true],
    ["https://shop.example/push(1)", true],
    ["https://shop.example/push*", true],
    ["", false],
    ["no address", false],
  ])("%s: encoded in more than one way is %j", (url, expected) => {
    expect(isAmbiguousAddress(url)).toBe(expected);
  });
});
