"use client";

import type { JumpTexts } from "@/components/shell/jump-texts";
import type { NavLink } from "@/components/shell/nav-links";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

type QuickJumpProps = {
  readonly links: readonly NavLink[];
  readonly searchPath: string;
  readonly texts: JumpTexts;
  readonly className: string;
};

/** Written on the keys of every keyboard. */
const shortcut = "Ctrl K";

const loadDialog = async () => (await import("@/components/shell/jump-dialog")).JumpDialog;

export function QuickJump({ links, searchPath, texts, className }: QuickJumpProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  return (
    <>
      <button
        {...trigger}
        aria-haspopup="dialog"
        aria-label={texts.title}
        data-key="jump"
        className={className}
      >
        <Icon name="search" />
        <span className="flex-1 truncate text-left max-lg:hidden">{texts.title}</span>
        <kbd className="rounded-sm border border-line px-1 font-sans text-xs text-faint max-lg:hidden">
          {shortcut}
        </kbd>
      </button>
      {Popup && <Popup links={links} searchPath={searchPath} texts={texts} onClose={() => setOpen(false)} />}
    </>
  );
}
