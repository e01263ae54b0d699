import { escapedHtml } from "@/lib/platform/mail/catalogue";
import blocks from "@/lib/platform/mail/blocks.json";

/** Text is escaped, HTML is a block that was filled before. */
type Filling = {
  readonly text: Readonly<Record<string, string>>;
  readonly html?: Readonly<Record<string, string>>;
};

/** One pass: what is filled in is never looked at for slots again. */
export const filledBlock = (name: keyof typeof blocks, { text, html = {} }: Filling): string =>
  blocks[name].replaceAll(
    /\{\{(\w+)\}\}/g,
    (_all, slot: string) => html[slot] ?? escapedHtml(text[slot] ?? ""),
  );
