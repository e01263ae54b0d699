/** Whether it is a UUID as PostgreSQL writes it: with dashes and in lower case. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

/** The UUID behind a key of 32 hex digits, as Buckaroo writes it. */
export const uuidOf = (key: string): string =>
  key.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
