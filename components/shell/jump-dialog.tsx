"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  Autocomplete,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import type { NavLink } from "@/components/shell/nav-links";
import type { JumpTexts } from "@/components/shell/jump-texts";
import { Icon } from "@/components/ui/icon";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";

type JumpDialogProps = {
  readonly links: readonly NavLink[];
  readonly searchPath: string;
  readonly texts: JumpTexts;
  readonly onClose: () => void;
};

type Entry = { readonly id: string; readonly label: string; readonly icon: string };

function entriesFor(typed: string, { links, searchPath, texts }: Omit<JumpDialogProps, "onClose">): Entry[] {
  const text = typed.trim();
  const fits = links.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const pages = fits.map(({ href, label, icon }) => ({ id: href, label, icon }));
  if (text === "" || looksLikeCardNumber(text)) return pages;
  const search = {
    id: `${searchPath}?${new URLSearchParams({ q: text }).toString()}`,
    label: texts.search.replace("#", text),
    icon: "search",
  };
  return [search, ...pages];
}

function Entries({
  entries,
  onAction,
  label,
}: {
  entries: readonly Entry[];
  onAction: (id: string) => void;
  label: string;
}) {
  return (
    <ListBox
      aria-label={label}
      items={entries}
      onAction={(id) => onAction(String(id))}
      className="max-h-80 overflow-auto p-1.5 outline-none"
    >
      {({ id, label: text, icon }) => (
        <ListBoxItem
          id={id}
          textValue={text}
          className="floating-item data-[focused]:bg-accent-tint data-[focused]:text-accent"
        >
          <Icon name={icon} className="size-4.5 text-faint" />
          <span className="truncate">{text}</span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}

export function JumpDialog({ onClose, ...rest }: JumpDialogProps) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const { texts } = rest;
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-start justify-center bg-veil p-4 pt-[12vh]"
    >
      <Modal className="floating w-full max-w-xl p-0">
        <Dialog aria-label={texts.title} className="outline-none">
          <Autocomplete>
            <SearchField
              aria-label={texts.title}
              value={typed}
              onChange={setTyped}
              autoFocus
              className="flex items-center gap-2 border-b border-line px-4"
            >
              <Icon name="search" className="size-4.5 text-faint" />
              <Input
                role="combobox"
                aria-expanded
                placeholder={texts.placeholder}
                className="h-12 flex-1 bg-transparent outline-none placeholder:text-faint"
              />
            </SearchField>
            {looksLikeCardNumber(typed) && (
              <p role="alert" className="notice notice-bad m-2">
                {texts.card}
              </p>
            )}
            <Entries entries={entriesFor(typed, rest)} onAction={go} label={texts.title} />
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
