import { describe, expect, it } from "vitest";
import { inBatches } from "@/lib/platform/batches";

type Begun = {
  readonly key: string;
  readonly items: readonly number[];
  readonly end: () => void;
  readonly fail: (problem: Error) => void;
};

/** Batches that are under way until the test ends them. */
function desk(largest = 10) {
  const begun: Begun[] = [];
  const ask = inBatches<string, number>(
    largest,
    (key, items) =>
      new Promise((end, fail) => {
        begun.push({ key, items: [...items], end, fail });
      }),
  );
  const turn = async () => {
    for (let left = 3; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, ask, turn };
}

describe("inBatches", () => {
  it("does together what comes while another batch is under way", async () => {
    const { begun, ask, turn } = desk();
    const first = ask("a", 1);
    await turn();
    const others = [ask("a", 2), ask("a", 3)];
    await turn();
    expect(begun.map(({ items }) => items)).toEqual([[1]]);
    begun[0]?.end();
    await first;
    await turn();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    begun[1]?.end();
    await Promise.all(others);
  });

  it("cuts batches at their largest size and keeps the order", async () => {
    const { begun, ask, turn } = desk(2);
    const all = [1, 2, 3, 4, 5].map((item) => ask("a", item));
    for (let batch = 0; batch < 3; batch += 1) {
      await turn();
      begun[batch]?.end();
    }
    await Promise.all(all);
    expect(begun.map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("does not let one key wait for another", async () => {
    const { begun, ask, turn } = desk();
    void ask("a", 1);
    void ask("b", 2);
    await turn();
    expect(begun.map(({ key }) => key)).toEqual(["a", "b"]);
  });

  it("tells all of a batch that it failed, and nobody else", async () => {
    const { begun, ask, turn } = desk();
    const failing = [ask("a", 1), ask("a", 2)];
    await turn();
    const next = ask("a", 3);
    begun[0]?.fail(new Error("no room"));
    const answers = await Promise.allSettled(failing);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await turn();
    begun[1]?.end();
    await next;
  });
});
