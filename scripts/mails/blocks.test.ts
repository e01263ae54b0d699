import { expect, it } from "vitest";
import blocks from "@/lib/platform/mail/blocks.json";
import { renderBlocks } from "@/scripts/mails/render-blocks";

it("the blocks of mails are what React Email draws now (npm run mails)", async () => {
  expect(blocks).toEqual(JSON.parse(await renderBlocks()));
});
