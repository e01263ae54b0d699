import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that kill and restart processes. Begun last, they would run on alone after all others. */
const longest = [
  "worker/bulk-push-crash.db.test.ts",
  "worker/settlement.db.test.ts",
  "jobs/hosts.db.test.ts",
];

const rankOf = ({ moduleId }: TestSpecification) => {
  const rank = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
  return rank === -1 ? longest.length : rank;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
