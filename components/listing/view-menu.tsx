"use client";

import { useRouter } from "next/navigation";
import { useState, type ComponentType } from "react";
import type { ViewDialogProps } from "@/components/listing/view-dialog";
import { sayState, type Current, type ViewMenuProps, type ViewTexts } from "@/components/listing/view-model";
import type { ConfirmTexts } from "@/components/ui/confirm-popup";
import { Icon } from "@/components/ui/icon";
import { MenuButton } from "@/components/ui/menu-button";
import type { MenuSection } from "@/components/ui/menu-model";

const formOf = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

function sectionsOf(current: Current, texts: ViewTexts): MenuSection[] {
  const { mayManage, isChanged, isStart } = current;
  const managed = [
    ...(isChanged ? [{ id: "renew", label: texts.renew }] : []),
    { id: "edit", label: texts.edit },
    { id: "remove", label: texts.remove },
  ];
  return [
    { label: current.name, items: mayManage ? managed : [] },
    {
      label: null,
      items: [
        { id: "start", label: isStart ? texts.startOff : texts.startOn },
        { id: "saveNew", label: texts.saveNew },
      ],
    },
  ].filter(({ items }) => items.length > 0);
}

const loadDialog = async () => (await import("@/components/listing/view-dialog")).ViewDialog;
const loadConfirm = async () => (await import("@/components/ui/confirm-popup")).ConfirmPopup;
type ConfirmProps = { texts: ConfirmTexts; onConfirm: () => void; onClose: () => void };

/** What is open above the list: nothing, the form of a new or of the open view, or the question before it goes. */
type Popup =
  | { readonly kind: "form"; readonly edits: boolean; readonly Dialog: ComponentType<ViewDialogProps> }
  | { readonly kind: "ask"; readonly Confirm: ComponentType<ConfirmProps> };

function usePopup() {
  const [popup, setPopup] = useState<Popup | null>(null);
  const form = (edits: boolean) =>
    void loadDialog().then((Dialog) => setPopup({ kind: "form", edits, Dialog }));
  const ask = () => void loadConfirm().then((Confirm) => setPopup({ kind: "ask", Confirm }));
  return { popup, form, ask, close: () => setPopup(null) };
}

/** Runs an action on the open view and says what came of it. */
function useRunning({ current, query, listing, actions, texts }: ViewMenuProps) {
  const router = useRouter();
  const [said, setSaid] = useState("");
  const run = async (verb: "renew" | "remove" | "start") => {
    const state = await actions[verb](undefined as never, formOf({ id: current?.id ?? "", query }));
    setSaid(sayState(state, texts) ?? (verb === "renew" ? texts.renewed : ""));
    if (state.status === "done" && verb === "remove") router.push(`/${listing}?${query}`);
  };
  return { said, run: (verb: "renew" | "remove" | "start") => void run(verb) };
}

type OpenPopupProps = {
  readonly popup: Popup;
  readonly menu: ViewMenuProps;
  readonly remove: () => void;
  readonly close: () => void;
};

function OpenPopup({ popup, menu, remove, close }: OpenPopupProps) {
  if (popup.kind === "form") return <popup.Dialog {...menu} edits={popup.edits} onClose={close} />;
  const { removeTitle: title, removeText: text, remove: confirm, cancel } = menu.texts;
  return <popup.Confirm texts={{ title, text, confirm, cancel }} onConfirm={remove} onClose={close} />;
}

export function ViewMenu(props: ViewMenuProps) {
  const { current, texts } = props;
  const { popup, form, ask, close } = usePopup();
  const { said, run } = useRunning(props);
  const choose = (id: string) => {
    if (id === "saveNew" || id === "edit") form(id === "edit");
    else if (id === "remove") ask();
    else run(id as "renew" | "start");
  };
  const remove = () => {
    close();
    run("remove");
  };
  return (
    <div className="flex items-center gap-2">
      <p role="status" className="text-sm text-soft">
        {said || (current?.isChanged && texts.changed)}
      </p>
      {current ? (
        <MenuButton label={texts.view} sections={sectionsOf(current, texts)} onChoose={choose}>
          {texts.view}
          <Icon name="down" className="size-3.5 text-faint" />
        </MenuButton>
      ) : (
        <button type="button" className="button" aria-haspopup="dialog" onClick={() => form(false)}>
          {texts.save}
        </button>
      )}
      {popup && <OpenPopup popup={popup} menu={props} remove={remove} close={close} />}
    </div>
  );
}
