import { describe, expect, it } from "vitest";
import { flowNames, flowTables } from "@/app/(portal)/help/statuses/flow-words";
import { otherWords } from "@/app/(portal)/help/statuses/other-words";
import english from "@/locales/en.json";

describe.each(flowNames)("the %s flow", (name) => {
  const { flow, tones } = flowTables[name];

  it("has a meaning and a shape for every status, and no text for one that is gone", () => {
    const statuses = Object.keys(flow).sort();
    const told = Object.keys(english.flow.meanings[name]).map((key) => key.replace(/^s(?=\d)/, ""));
    expect(told.sort()).toEqual(statuses);
    expect(Object.keys(tones).sort()).toEqual(statuses);
    expect(Object.keys(otherWords[name]).sort()).toEqual(statuses);
  });

  it("has a word and a need for every event, and no text for one that is gone", () => {
    const events = new Set(Object.values(flow).flatMap((moves) => Object.keys(moves)));
    expect(Object.keys(english.flow.events[name]).sort()).toEqual([...events].sort());
  });
});
