import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { classify, reportVerdicts } from "@/lib/kernel/bounces";
import { readReport } from "@/lib/wire/mail-reports/read-report";

const keptBytes = 256 * 1024;
const [runs = 0, seed = 1] = process.argv.slice(2).map(Number);

let state = seed;
/** Mulberry32: the same mails for the same seed. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (most: number) => Math.floor(random() * most);

const folder = join(import.meta.dirname, "../../lib/wire/mail-reports/corpus");
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith(".eml"))
  .map((name) => readFileSync(join(folder, name)));
const any = () => corpus[below(corpus.length)] ?? Buffer.alloc(0);

const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => below(256)));
const words = [
  "--=_report_1\r\n",
  "\r\n\r\n",
  "Content-Type: ",
  "=?utf-8?B?",
  "\0",
  ";",
  '"',
  "550 5.1.1 ",
  "@",
  "\r",
  "<",
];

function spliced(one: Buffer, other: Buffer): Buffer {
  const [from, to, at] = [below(other.length + 1), below(other.length + 1), below(one.length + 1)];
  return Buffer.concat([
    one.subarray(0, at),
    other.subarray(Math.min(from, to), Math.max(from, to)),
    one.subarray(at),
  ]);
}

function flipped(mail: Buffer): Buffer {
  const copy = Buffer.from(mail);
  for (let flips = below(40); flips > 0 && copy.length > 0; flips -= 1) copy[below(copy.length)] = below(256);
  return copy;
}

function sprinkled(mail: Buffer): Buffer {
  let text = mail.toString("latin1");
  for (let count = 1 + below(20); count > 0; count -= 1) {
    const at = below(text.length + 1);
    text = text.slice(0, at) + (words[below(words.length)] ?? "") + text.slice(at);
  }
  return Buffer.from(text, "latin1");
}

/** Parts within parts, or mails within mails, some of them never closed. */
function nested(): Buffer {
  const depth = 1 + below(400);
  const kind = below(2) === 0 ? "multipart/mixed" : "multipart/report; report-type=delivery-status";
  const open = Array.from({ length: depth }, (_, level) =>
    below(9) === 0
      ? "Content-Type: message/rfc822\r\n\r\n"
      : `Content-Type: ${kind}; boundary=b${level.toString()}\r\n\r\n--b${level.toString()}\r\n`,
  );
  return Buffer.concat([Buffer.from(open.join("")), any()]);
}

/** As much as the intake keeps: one endless line, one endless header, or the same again and again. */
function large(): Buffer {
  const seeds = [
    any(),
    Buffer.from("A".repeat(1 + below(3))),
    Buffer.from("<"),
    Buffer.from("a@b.example, "),
    Buffer.from("550-5.7.1 x\r\n "),
  ];
  const unit = seeds[below(seeds.length)] ?? Buffer.from("x");
  const heads = [
    "",
    "Content-Type: text/html\r\n\r\n",
    "Subject: ",
    "Content-Type: message/delivery-status\r\n\r\nDiagnostic-Code: smtp; ",
  ];
  const head = Buffer.from(heads[below(heads.length)] ?? "");
  return Buffer.concat([head, Buffer.alloc(keptBytes - head.length, unit.length === 0 ? "x" : unit)]);
}

const makers = [
  () => noise(below(4_096)),
  () => any().subarray(0, below(any().length + 1)),
  () => flipped(any()),
  () => sprinkled(any()),
  () => spliced(any(), any()),
  () => (below(20) === 0 ? nested() : flipped(any())),
  () => (below(40) === 0 ? large() : sprinkled(flipped(any()))),
];

/** What it takes beside what stands ready: the heap, and buffers outside of it. */
const taken = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

for (const mail of corpus) await readReport(mail);
global.gc?.();
const before = taken();
let most = 0;
const verdicts = new Map<string, number>();
for (let run = 0; run < runs; run += 1) {
  const mail = (makers[run % makers.length] ?? any)().subarray(0, keptBytes);
  const report = await readReport(Buffer.from(mail));
  if (!reportVerdicts.includes(report.verdict)) throw new Error(`run ${run}: no verdict`);
  const failures = "failures" in report ? report.failures : [];
  for (const { code, reason } of failures) classify({ channel: "email", source: "report", code, reason });
  verdicts.set(report.verdict, (verdicts.get(report.verdict) ?? 0) + 1);
  most = Math.max(most, taken() - before);
}
process.stdout.write(JSON.stringify({ runs, mostBytes: most, verdicts: Object.fromEntries(verdicts) }));
