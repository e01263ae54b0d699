import { expect, test } from "vitest";
import { placesOf } from "@/lib/listing/places";
import { choice, text } from "@/lib/listing/spec";

const filters = { due: text(), status: choice(["a"]), order: text(), website: text() };

test("rare filters stand behind one button, in the order of the listing", () => {
  expect(placesOf({ filters, more: ["order", "due"] }, ["status"])).toEqual({
    bar: ["status", "website"],
    more: ["due", "order"],
  });
});

test("a rare filter that is on stands in the bar, after the common ones, and nowhere else", () => {
  expect(placesOf({ filters, more: ["order", "due"] }, ["order"])).toEqual({
    bar: ["status", "website", "order"],
    more: ["due"],
  });
});

test("a listing that names none has all in the bar", () => {
  expect(placesOf({ filters }, [])).toEqual({ bar: ["due", "status", "order", "website"], more: [] });
});
