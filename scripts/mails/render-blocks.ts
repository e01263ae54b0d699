import { render } from "@react-email/render";
import { blockNames, blockOf, type BlockName } from "@/scripts/mails/blocks";

/** A block alone is no document; React marks where suspense could begin. */
const trimmed = (html: string, name: BlockName) => {
  const bare = html.replaceAll(/<!--.*?-->/gs, (comment) => (comment.startsWith("<!--[if") ? comment : ""));
  return name === "page" ? bare : bare.replace(/^<!DOCTYPE[^>]*>/, "");
};

/**
 * React Email draws the blocks beforehand: the worker runs with the condition `react-server`, under which React has no
 * renderer, and a mail must not cost a rendering.
 */
export async function renderBlocks(): Promise<string> {
  const drawn: [BlockName, string][] = [];
  for (const name of blockNames) drawn.push([name, trimmed(await render(blockOf(name)), name)]);
  return `${JSON.stringify(Object.fromEntries(drawn), null, 2)}\n`;
}
