"use client";

import { useRouter } from "next/navigation";
import { useState, type SyntheticEvent } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import {
  sayState,
  type ViewMenuProps,
  type ViewState,
  type ViewTexts,
} from "@/components/listing/view-model";

export type ViewDialogProps = ViewMenuProps & {
  /** The open view, and not a new one. */
  readonly edits: boolean;
  readonly onClose: () => void;
};

const idIn = (state: ViewState): string =>
  state.status === "done" ? (state.value as { id: string }).id : "";

function useSaving({ listing, query, actions, edits, onClose }: ViewDialogProps) {
  const router = useRouter();
  const [state, setState] = useState<ViewState>({ status: "idle" });
  const [isBusy, setBusy] = useState(false);
  const send = async (form: FormData) => {
    setBusy(true);
    const next = await actions[edits ? "edit" : "save"](undefined as never, form);
    setBusy(false);
    setState(next);
    if (next.status !== "done") return;
    onClose();
    if (!edits) router.push(`/${listing}?${query === "" ? "" : `${query}&`}view=${idIn(next)}`);
  };
  return { state, isBusy, send };
}

type TickProps = { readonly name: string; readonly label: string; readonly on: boolean };
const Tick = ({ name, label, on }: TickProps) => (
  <label className="flex items-center gap-2.5 text-sm">
    <input type="checkbox" name={name} defaultChecked={on} />
    {label}
  </label>
);

type Fields = { readonly name: string; readonly isShared: boolean; readonly isStart: boolean };
const fresh: Fields = { name: "", isShared: false, isStart: false };

type FieldsProps = { readonly fields: Fields; readonly texts: ViewTexts; readonly problem: string | null };
const ViewFields = ({ fields, texts, problem }: FieldsProps) => (
  <>
    <label>
      <span className="label">{texts.name}</span>
      <input
        name="name"
        required
        autoFocus
        maxLength={60}
        defaultValue={fields.name}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby="view-problem"
        className="field"
      />
    </label>
    <p id="view-problem" role="alert" className={problem === null ? "sr-only" : "text-sm text-bad"}>
      {problem}
    </p>
    <Tick name="shared" label={texts.share} on={fields.isShared} />
    <Tick name="start" label={texts.start} on={fields.isStart} />
  </>
);

/** Name, sharing and start of a new view, or of the one that is open. */
export function ViewDialog(props: ViewDialogProps) {
  const { listing, query, current, texts, edits, onClose } = props;
  const { state, isBusy, send } = useSaving(props);
  const id = current?.id ?? "";
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    for (const [name, value] of Object.entries({ listing, query, id, from: id })) form.set(name, value);
    if (!isBusy) void send(form);
  };
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center overflow-auto bg-veil p-4"
    >
      <Modal className="floating w-full max-w-md p-0">
        <Dialog className="p-5 outline-none">
          <form onSubmit={submit} className="flex flex-col gap-3">
            <Heading slot="title" className="text-base font-semibold">
              {edits ? texts.edit : texts.save}
            </Heading>
            {!edits && <p className="text-sm text-soft">{texts.saveText}</p>}
            <ViewFields fields={(edits && current) || fresh} texts={texts} problem={sayState(state, texts)} />
            <div className="mt-2 flex flex-wrap justify-end gap-2">
              <button type="button" className="button" onClick={onClose}>
                {texts.cancel}
              </button>
              <button type="submit" className="button button-primary" aria-disabled={isBusy}>
                {texts.submit}
              </button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
