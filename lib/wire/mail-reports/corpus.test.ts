import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bounceClasses, classify, reportVerdicts } from "@/lib/kernel/bounces";
import { readReport } from "@/lib/wire/mail-reports/read-report";

const folder = join(import.meta.dirname, "corpus");
const read = (file: string) => readFileSync(join(folder, file));

const Failure = z.strictObject({
  recipient: z.string(),
  code: z.string().nullable(),
  class: z.enum(bounceClasses),
  isHard: z.boolean(),
});
const expected = z
  .array(
    z.strictObject({
      file: z.string(),
      charset: z.string(),
      encoding: z.string(),
      verdict: z.enum(reportVerdicts),
      failures: z.array(Failure).optional(),
      remark: z.string().optional(),
    }),
  )
  .parse(JSON.parse(read("expected.json").toString("utf8")));

/** What the intake keeps of a report, told as the corpus tells it. */
async function tell(file: string) {
  const report = await readReport(read(file));
  if (!("failures" in report)) return { verdict: report.verdict };
  const isComplaint = report.verdict === "complaint";
  const failures = report.failures.map(({ address, code, reason }) => {
    const told = classify({ channel: "email", source: "report", code, reason, isComplaint });
    return { recipient: address, code: told.code, class: told.class, isHard: told.isHard };
  });
  return { verdict: report.verdict, failures };
}

describe("the corpus of reports", () => {
  it("is large and varied enough to mean something", () => {
    expect(expected.length).toBeGreaterThanOrEqual(40);
    expect(new Set(expected.map(({ charset }) => charset)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(expected.map(({ encoding }) => encoding)).size).toBe(5);
    expect(new Set(expected.map(({ verdict }) => verdict)).size).toBe(reportVerdicts.length - 1);
  });

  it.each(expected)("$file is read as $verdict", async ({ file, verdict, failures }) => {
    expect(await tell(file)).toEqual(failures === undefined ? { verdict } : { verdict, failures });
  });

  it.each(expected.filter(({ failures }) => failures !== undefined))(
    "$file says why in words",
    async ({ file }) => {
      const report = await readReport(read(file));
      const reasons = "failures" in report ? report.failures.map(({ reason }) => reason) : [];
      for (const reason of reasons) {
        expect(reason.length).toBeGreaterThan(3);
        expect(reason).not.toMatch(/\uFFFD|[\r\n]/u);
      }
    },
  );
});
