import { describe, expect, it } from "vitest";
import { known } from "@/lib/kernel/known";

describe("what is known under a name", () => {
  it.each(["__proto__", "constructor", "toString", "other"])("is nothing under %s", (name) => {
    expect(known({ word: "Word" }, name)).toBeUndefined();
    expect(known(undefined, name)).toBeUndefined();
  });

  it("is what was put there", () => {
    expect(known({ word: "Word" }, "word")).toBe("Word");
  });
});
