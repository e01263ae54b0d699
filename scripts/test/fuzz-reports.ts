import { classify, reportVerdicts } from "@/lib/kernel/bounces";
import { readReport } from "@/lib/wire/mail-reports/read-report";
import { brokenMails, corpus } from "@/scripts/test/broken-mails";

const [runs = 0, seed = 1] = process.argv.slice(2).map(Number);

/** What it takes beside what stands ready: the heap, and buffers outside of it. */
const taken = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
/** As the system has counted it, also between two looks. */
const peak = () => process.resourceUsage().maxRSS * 1024;

for (const mail of corpus) await readReport(mail);
global.gc?.();
const before = { taken: taken(), peak: peak() };
let most = 0;
const verdicts = new Map<string, number>();
for (const mail of brokenMails(seed, runs)) {
  const report = await readReport(mail);
  if (!reportVerdicts.includes(report.verdict)) throw new Error(`no verdict of ${mail.toString("base64")}`);
  const failures = "failures" in report ? report.failures : [];
  for (const { code, reason } of failures) classify({ channel: "email", source: "report", code, reason });
  verdicts.set(report.verdict, (verdicts.get(report.verdict) ?? 0) + 1);
  most = Math.max(most, taken() - before.taken);
}
const mostBytes = Math.max(most, peak() - before.peak);
process.stdout.write(JSON.stringify({ runs, mostBytes, verdicts: Object.fromEntries(verdicts) }));
