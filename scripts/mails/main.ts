import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderBlocks } from "./render-blocks";

const path = join(import.meta.dirname, "..", "..", "lib", "platform", "mail", "blocks.json");
await writeFile(path, await renderBlocks());
