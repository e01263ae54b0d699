import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderBlocks } from "./render-blocks";

const path = join(import.meta.dirname, "..", "..", "lib", "platform", "mail", "templates", "blocks.json");
await writeFile(path, await renderBlocks());
