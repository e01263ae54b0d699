export type JumpTexts = {
  readonly title: string;
  readonly placeholder: string;
  /** With `#` for what was typed. */
  readonly search: string;
  readonly card: string;
};
