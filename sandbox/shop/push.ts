/** What came to the shop, its header names in lower case. */
export type Push = {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly path: string;
};

/** How a shop takes the pushes of one format. */
export type Format = {
  /** Whether the push bears this format's marks, be its signature good or bad. */
  readonly owns: (push: Push) => boolean;
  readonly verify: (secret: string, push: Push) => boolean;
  readonly messageId: (push: Push) => string | null;
  /** What the format's own receivers answer. */
  readonly answer: (push: Push, isGenuine: boolean) => { readonly status: number; readonly body: object };
};

/** For formats whose receivers say nothing but yes or no. */
export const yesOrNo: Format["answer"] = (_push, isGenuine) =>
  isGenuine ? { status: 200, body: { received: true } } : { status: 401, body: { error: "bad_signature" } };
