import { channelError } from "@/app/(wire)/buckaroo/endpoint";
import { decodeCall, type BuckarooCall } from "@/lib/wire/buckaroo/data-request";
import type { Answer } from "@/lib/web/problem";

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

export function readJson(body: string): Read<unknown> {
  try {
    return { ok: true, value: JSON.parse(body) as unknown };
  } catch {
    return { ok: false, answer: channelError(400, "BodyNotJson", "The body is not JSON.") };
  }
}

export const notUnderstood = (problem: string): Answer => channelError(400, "BodyNotUnderstood", problem);

export function readCall(body: string): Read<BuckarooCall> {
  const read = readJson(body);
  if (!read.ok) return read;
  const decoded = decodeCall(read.value);
  return decoded.ok
    ? { ok: true, value: decoded.call }
    : { ok: false, answer: notUnderstood(decoded.problem) };
}

const key = /^[0-9a-f]{32}$/i;

/** Our id of what a key names; null when it is no key. */
export const idOfKey = (text: string): string | null =>
  key.test(text) ? text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
