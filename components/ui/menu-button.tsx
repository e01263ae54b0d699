"use client";

import { useRef, type ReactNode } from "react";
import { useLazyPopup } from "@/components/ui/lazy";
import type { MenuSection } from "@/components/ui/menu-model";

type MenuButtonProps = {
  readonly label: string;
  readonly sections: readonly MenuSection[];
  readonly onChoose?: (id: string) => void;
  readonly className?: string;
  readonly children: ReactNode;
};

const loadMenu = async () => (await import("@/components/ui/menu-popup")).MenuPopup;

export function MenuButton({ label, sections, onChoose, className, children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadMenu);
  return (
    <>
      <button
        ref={button}
        {...trigger}
        aria-haspopup="menu"
        aria-label={label}
        className={className ?? "button"}
      >
        {children}
      </button>
      {Popup && (
        <Popup
          label={label}
          sections={sections}
          anchor={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
          {...(onChoose && { onChoose })}
        />
      )}
    </>
  );
}
