/** `aborted`: the reader went away or the database failed; the file is not whole. */
export const exportStates = ["running", "done", "aborted"] as const;
export type ExportState = (typeof exportStates)[number];
