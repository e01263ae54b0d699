export type KeyTexts = {
  readonly title: string;
  readonly close: string;
  readonly letters: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly label: string }[];
};

/** Kept in a cookie of this browser. */
export const lettersAreOff = () => document.cookie.split("; ").includes("letters=off");
