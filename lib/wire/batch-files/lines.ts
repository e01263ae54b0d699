const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export type Line = { readonly number: number; readonly text: string };

/** The lines of a file in ISO-8859-1, one at a time, ended by CRLF or LF. Blank ones are skipped, their numbers counted. */
export function* linesOf(content: Uint8Array): Generator<Line, void> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let start = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
  for (let number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(lineFeed, start);
    const next = found < 0 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === carriageReturn ? next - 1 : next;
    const text = bytes.toString("latin1", start, end);
    if (text.trim() !== "") yield { number, text };
    start = next + 1;
  }
}

/** What a comma-separated column can hold: no comma, no control character, nothing beyond ISO-8859-1. */
export const columnOf = (text: string): string =>
  text.replace(/[,\p{Cc}]/gu, " ").replace(/[^\0-\u00ff]/gu, "?");

/** A line of such columns, ended by CRLF. */
export const lineOf = (columns: readonly string[]): string => `${columns.map(columnOf).join(",")}\r\n`;

/** As the file's bytes. */
export const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1");

/** A column by its place, empty where the line is shorter. */
export const columnAt = (columns: readonly string[], place: number): string => columns[place] ?? "";
