"use server";

import { saveScheme, SaveSchemeInput } from "@/lib/features/schemes/commands/save-scheme";
import { action } from "@/lib/web/action";

export const save = action({
  permission: "settings:manage",
  input: SaveSchemeInput,
  run: saveScheme,
  refresh: "/settings/websites",
});
