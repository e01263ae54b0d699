import { describe, expect, it } from "vitest";
import { together } from "@/lib/platform/together";

type Asked = {
  readonly key: string;
  readonly resolve: (answer: string) => void;
  readonly reject: (problem: Error) => void;
};

/** Questions that wait until the test answers them. */
function desk() {
  const asked: Asked[] = [];
  const ask = together<string>(
    (key) => new Promise((resolve, reject) => asked.push({ key, resolve, reject })),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { asked, ask, turn };
}

describe("together", () => {
  it("asks once for those who come together, and once more for those who come later", async () => {
    const { asked, ask, turn } = desk();
    const first = [ask("a"), ask("a")];
    await turn();
    const second = [ask("a"), ask("a")];
    await turn();
    expect(asked).toHaveLength(1);
    asked[0]?.resolve("old");
    expect(await Promise.all(first)).toEqual(["old", "old"]);
    await turn();
    expect(asked).toHaveLength(2);
    asked[1]?.resolve("new");
    expect(await Promise.all(second)).toEqual(["new", "new"]);
  });

  it("keeps different questions apart", async () => {
    const { asked, ask, turn } = desk();
    const both = [ask("a"), ask("b")];
    await turn();
    for (const { key, resolve } of asked) resolve(`about ${key}`);
    expect(await Promise.all(both)).toEqual(["about a", "about b"]);
  });

  it("tells all who asked that a question failed, and asks the next one anyway", async () => {
    const { asked, ask, turn } = desk();
    const first = Promise.allSettled([ask("a"), ask("a")]);
    await turn();
    const second = ask("a");
    asked[0]?.reject(new Error("no answer"));
    expect((await first).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await turn();
    asked[1]?.resolve("an answer");
    expect(await second).toBe("an answer");
  });
});
