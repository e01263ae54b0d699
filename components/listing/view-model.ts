type Refusal = "name_taken" | "too_many" | "not_found" | "forbidden";
export type ViewState =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: unknown }
  | { readonly status: "invalid"; readonly fields: unknown }
  | { readonly status: "refused"; readonly reason: Refusal };
type ViewAction = (before: never, form: FormData) => Promise<ViewState>;

export type ViewActions = {
  readonly save: ViewAction;
  readonly edit: ViewAction;
  readonly renew: ViewAction;
  readonly remove: ViewAction;
  readonly start: ViewAction;
};

export type ViewTexts = Readonly<
  Record<
    | "view"
    | "save"
    | "saveNew"
    | "saveText"
    | "renew"
    | "renewed"
    | "changed"
    | "edit"
    | "start"
    | "startOn"
    | "startOff"
    | "remove"
    | "removeTitle"
    | "removeText"
    | "name"
    | "share"
    | "invalid"
    | "submit"
    | "cancel",
    string
  >
> & { readonly refusals: Readonly<Record<Refusal, string>> };

export type Current = {
  readonly id: string;
  readonly name: string;
  readonly isShared: boolean;
  readonly isStart: boolean;
  readonly mayManage: boolean;
  readonly isChanged: boolean;
};

export type ViewMenuProps = {
  readonly listing: string;
  /** What is on the screen, as an address without its page. */
  readonly query: string;
  readonly current: Current | null;
  readonly actions: ViewActions;
  readonly texts: ViewTexts;
};

export const sayState = (state: ViewState, texts: ViewTexts): string | null => {
  if (state.status === "refused") return texts.refusals[state.reason];
  return state.status === "invalid" ? texts.invalid : null;
};
