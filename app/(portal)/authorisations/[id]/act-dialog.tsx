"use client";

import { createElement, type ComponentType } from "react";
import {
  CaptureForm,
  PartForm,
  ReverseForm,
  StopForm,
  type ActFormProps,
} from "@/app/(portal)/authorisations/[id]/act-forms";
import type { ActContext, ActName } from "@/app/(portal)/authorisations/[id]/act-model";
import { MoveDialog } from "@/app/(portal)/payments/[id]/move-dialog";
import type { ActDialogProps } from "@/components/detail/act-bar";
import { DialogFrame } from "@/components/ui/dialog-frame";
import type { ActState, ChainAct, ChainEffects } from "@/lib/features/chain-acts/model";

const forms: { readonly [A in ChainAct]: ComponentType<ActFormProps<ChainEffects[A]>> } = {
  capture: CaptureForm,
  capture_part: PartForm,
  stop: StopForm,
  reverse: ReverseForm,
};

function formOf<A extends ChainAct>(name: A, context: ActContext, onClose: () => void) {
  const state: ActState<ChainEffects[A]> | undefined = context.acts[name];
  const Form: ComponentType<ActFormProps<ChainEffects[A]>> = forms[name];
  return state?.open ? createElement(Form, { context, effect: state.effect, onClose }) : null;
}

export function ActDialog({ name, title, context, onClose }: ActDialogProps<ActName, ActContext>) {
  if (name === "credit")
    return (
      context.credit && <MoveDialog name="refund" title={title} context={context.credit} onClose={onClose} />
    );
  return (
    <DialogFrame title={title} close={context.close} onClose={onClose}>
      {formOf(name, context, onClose)}
    </DialogFrame>
  );
}
