export type MenuItem = {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly href?: string;
  /** The address answers with a file. */
  readonly download?: boolean;
};
export type MenuSection = {
  readonly label: string | null;
  readonly items: readonly MenuItem[];
  /** Makes the section a choice of one. */
  readonly chosen?: string;
};
