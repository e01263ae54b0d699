import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const keptBytes = 256 * 1024;

let state = 1;
/** Mulberry32: the same mails for the same seed. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (most: number) => Math.floor(random() * most);

const folder = join(import.meta.dirname, "../../lib/wire/mail-reports/corpus");
export const corpus: readonly Buffer[] = readdirSync(folder)
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

/** So many mails of all broken shapes, the same for the same seed; none larger than what the intake keeps. */
export function* brokenMails(seed: number, count: number): Generator<Buffer> {
  state = seed;
  for (let run = 0; run < count; run += 1)
    yield Buffer.from((makers[run % makers.length] ?? any)().subarray(0, keptBytes));
}
