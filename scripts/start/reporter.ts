/** What the person at the keyboard reads. */
export type Reporter = { readonly say: (line: string) => void; readonly warn: (line: string) => void };

export const terminal: Reporter = { say: (line) => console.log(line), warn: (line) => console.error(line) };
export const silent: Reporter = { say: () => undefined, warn: () => undefined };
