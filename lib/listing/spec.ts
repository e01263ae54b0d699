import type { Permission } from "@/lib/kernel/access";
import { aheadPresets, dayPresets, type DayPreset } from "@/lib/kernel/day-preset";
import type { Money } from "@/lib/kernel/money";

/** What a cell of each kind holds. Screen and CSV are total over these kinds. */
export type CellValue = {
  text: string | null;
  id: string;
  instant: Date | null;
  /** A local date, `YYYY-MM-DD`, without a time or a zone. */
  day: string | null;
  /** A word of a closed list. The label is the catalogue text `<listing>.values.<column>.<word>`. */
  status: string | null;
  /** A code with a catalogue label of the same shape as a status, and free detail behind it ("visa", "4242"). */
  coded: { readonly code: string; readonly detail: string | null } | null;
  money: Money | null;
  count: number;
  /** Something that is tried several times: when next, how far off that is now, and how many of all are done. */
  due: {
    readonly at: Date;
    readonly inSeconds: number;
    readonly done: number;
    readonly all: number;
  } | null;
};
export type CellKind = keyof CellValue;

type KeysOfKind<Row, K extends CellKind> = {
  [P in keyof Row & string]: Row[P] extends CellValue[K] ? P : never;
}[keyof Row & string];

export type Column<Row> = {
  [K in CellKind]: {
    readonly key: KeysOfKind<Row, K>;
    readonly kind: K;
    readonly sortable?: boolean;
    /** Hidden until the user asks for it. */
    readonly optional?: boolean;
    /** An optional one that is seen while this filter is on, unless the user has arranged the columns. */
    readonly shownWith?: string;
    /** For a status: a second one that stands beside it where it has one. Its label: `<listing>.values.<note>.<word>`. */
    readonly note?: KeysOfKind<Row, "status">;
  };
}[CellKind];

export type ChoiceFilter = { readonly kind: "choice"; readonly values: readonly string[] };
/** Options come from the database (websites). Values are ids. */
export type ReferenceFilter = { readonly kind: "reference" };
/**
 * Local days of the merchant's zone, both inclusive, or a preset under its own name. The first of a
 * listing has the parameters `from` and `to`, every other one `<name>-from` and `<name>-to`.
 */
export type DaysFilter = {
  readonly kind: "days";
  /** What is asked is a calendar date: its condition uses `first` and `last`, not the instants. */
  readonly dates: boolean;
  /** The days may lie ahead, so the presets look forward too. */
  readonly ahead: boolean;
};
/** Parameters `<name>-min`, `<name>-max` in major units and `currency` (`<name>-currency` of every amount but the first). */
export type AmountFilter = { readonly kind: "amount"; readonly currencies: readonly string[] };
/** Text, as typed, in the parameter of its name. */
export type TextFilter = {
  readonly kind: "text";
  /** It must be the whole text; otherwise a piece of it is enough. */
  readonly whole: boolean;
};
export type Filter = ChoiceFilter | ReferenceFilter | DaysFilter | AmountFilter | TextFilter;
export type Filters = Readonly<Record<string, Filter>>;

export const choice = (values: readonly string[]): ChoiceFilter => ({ kind: "choice", values });
export const reference = (): ReferenceFilter => ({ kind: "reference" });
export const days = (of: Partial<Pick<DaysFilter, "dates" | "ahead">> = {}): DaysFilter => ({
  kind: "days",
  dates: of.dates === true,
  ahead: of.ahead === true,
});
export const amount = (currencies: readonly string[]): AmountFilter => ({ kind: "amount", currencies });
export const text = (of: Partial<Pick<TextFilter, "whole">> = {}): TextFilter => ({
  kind: "text",
  whole: of.whole === true,
});

export const presetsOf = ({ ahead }: DaysFilter): readonly DayPreset[] => (ahead ? aheadPresets : dayPresets);

const isFirst = (filters: Filters, name: string) =>
  Object.entries(filters).find(([, { kind }]) => kind === filters[name]?.kind)?.[0] === name;

/** Parameters of the ends of a days filter. */
export const endsOf = (filters: Filters, name: string): { readonly from: string; readonly to: string } =>
  isFirst(filters, name) ? { from: "from", to: "to" } : { from: `${name}-from`, to: `${name}-to` };

export const currencyOf = (filters: Filters, name: string): string =>
  isFirst(filters, name) ? "currency" : `${name}-currency`;

export type FilterValue = {
  choice: readonly string[];
  reference: readonly string[];
  /** `from` inclusive and `until` exclusive, as instants; `first` and `last` are the local days that were asked for. */
  days: {
    readonly preset: DayPreset | null;
    readonly first: string | null;
    readonly last: string | null;
    readonly from: Date | null;
    readonly until: Date | null;
  };
  /** Major units as decimal text ("10.50"); inclusive at both ends. */
  amount: { readonly currency: string | null; readonly min: string | null; readonly max: string | null };
  text: string;
};
/** Only the filters that are on. */
export type FilterValues<F extends Filters> = {
  readonly [N in keyof F & string]?: FilterValue[F[N]["kind"]];
};

export type Listing<Row = object, F extends Filters = Filters> = {
  /** Also the folder of the page, the catalogue namespace and the last part of the export address. */
  readonly name: string;
  readonly permission: Permission;
  readonly exportPermission?: Permission;
  /** `[id]` is replaced by the row's id. */
  readonly detailPath?: string;
  readonly newestFirst: KeysOfKind<Row, "instant">;
  readonly columns: readonly Column<Row>[];
  readonly filters: F;
  /** Filters that stand behind "More filters" while they are off. */
  readonly more?: readonly string[];
  readonly searchable: boolean;
  /** More words for the search box: `mail: "email"` for a filter, `"status:suspended": "settle:2"` for a value. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Money column that is summed per currency. */
  readonly sum?: KeysOfKind<Row, "money">;
};

export const listing =
  <Row extends { readonly id: string }>() =>
  <const F extends Filters>(
    spec: Listing<Row, F> & { readonly more?: readonly (keyof F & string)[] },
  ): Listing<Row, F> =>
    spec;

export const defaultPageSize = 50;
export const maxPageSize = 100;

export type Sort = { readonly key: string; readonly direction: "asc" | "desc" };

/** Why a part of the address was left out. The page names it; exports and bulk actions refuse it. */
export type Ignored = {
  readonly parameter: string;
  readonly value: string;
  readonly reason: "unknown_parameter" | "unknown_operator" | "unknown_value" | "bad_cursor" | "card_number";
};

export type Cursor = { readonly value: string; readonly id: string };

export type ListingQuery<F extends Filters = Filters> = {
  readonly search: string | null;
  /** Without quotation marks the search box would read the text as something else. */
  readonly verbatim: boolean;
  readonly filters: FilterValues<F>;
  readonly sort: Sort;
  readonly page: { readonly after: Cursor } | { readonly before: Cursor } | null;
  readonly size: number;
  /** Whether everything is counted and summed, however long that takes. */
  readonly exact: boolean;
  readonly timezone: string;
  readonly ignored: readonly Ignored[];
};

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** Cursors for the neighbours; null at the ends. */
  readonly next: Cursor | null;
  readonly previous: Cursor | null;
};

/** Counted up to 10,000; `more` says that there are more. Sums are per currency and only known when counting was exact. */
export type Summary = {
  readonly count: number;
  readonly more: boolean;
  readonly sums: readonly Money[] | null;
};
