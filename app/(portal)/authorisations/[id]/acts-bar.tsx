"use client";

import type { ComponentProps } from "react";
import type { ActContext, ActName } from "@/app/(portal)/authorisations/[id]/act-model";
import { ActBar } from "@/components/detail/act-bar";

const loadDialog = async () => (await import("@/app/(portal)/authorisations/[id]/act-dialog")).ActDialog;

export const ActsBar = (props: Omit<ComponentProps<typeof ActBar<ActName, ActContext>>, "loadDialog">) => (
  <ActBar {...props} loadDialog={loadDialog} />
);
