/** What is kept under a name that somebody else may have made up: every object answers to `constructor`. */
export const known = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
