"use client";

import type { ComponentProps } from "react";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { ActBar } from "@/components/detail/act-bar";
import type { MoveName } from "@/lib/features/moves/model";

const loadDialog = async () => (await import("@/app/(portal)/payments/[id]/move-dialog")).MoveDialog;

export const MovesBar = (props: Omit<ComponentProps<typeof ActBar<MoveName, MoveContext>>, "loadDialog">) => (
  <ActBar {...props} loadDialog={loadDialog} />
);
