import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arranged, moved, shownColumns } from "@/lib/listing/columns";
import type { Column } from "@/lib/listing/spec";

type Row = { readonly id: string; readonly at: Date; readonly note: string; readonly due: string | null };
const columns: readonly Column<Row>[] = [
  { key: "at", kind: "instant" },
  { key: "id", kind: "id" },
  { key: "note", kind: "text" },
  { key: "due", kind: "day", optional: true, shownWith: "dates" },
];
const keys = ["at", "id", "note", "due"];
const shown = (layout: Parameters<typeof shownColumns>[1]) =>
  shownColumns(columns, layout, []).map(({ key }) => key);

describe("columns", () => {
  it("stand as the list declares them, the optional ones hidden", () => {
    expect(arranged(columns, null, [])).toEqual({ order: keys, hidden: ["due"] });
  });

  it("that belong to a filter are seen while it is on, unless somebody hid them", () => {
    expect(arranged(columns, null, ["dates"])).toEqual({ order: keys, hidden: [] });
    expect(arranged(columns, null, ["words"])).toEqual({ order: keys, hidden: ["due"] });
    const own = { order: keys, hidden: ["due"] };
    expect(arranged(columns, own, ["dates"])).toEqual(own);
  });

  it("keep the chosen order, and an optional one that was shown stays", () => {
    expect(shown({ order: ["due", "note", "at", "id"], hidden: ["note"] })).toEqual(["due", "at", "id"]);
  });

  it("that are new stand beside their neighbour, those that are gone are forgotten", () => {
    expect(arranged(columns, { order: ["note", "gone", "at"], hidden: ["gone"] }, [])).toEqual({
      order: ["note", "due", "at", "id"],
      hidden: ["due"],
    });
  });

  it("never lose the id, by which a row is opened", () => {
    expect(shown({ order: keys, hidden: keys })).toEqual(["id"]);
  });

  it("are each there once, whatever was kept", () => {
    const kept = fc.array(fc.constantFrom(...keys, "gone"));
    fc.assert(
      fc.property(kept, kept, (order, hidden) => {
        expect([...arranged(columns, { order, hidden }, []).order].sort()).toEqual([...keys].sort());
      }),
    );
  });

  it("move by one place, not past the ends", () => {
    expect(moved(keys, "note", -1)).toEqual(["at", "note", "id", "due"]);
    expect(moved(keys, "at", 1)).toEqual(["id", "at", "note", "due"]);
    expect(moved(keys, "at", -1)).toEqual(keys);
    expect(moved(keys, "due", 1)).toEqual(keys);
  });
});
