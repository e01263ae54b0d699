"use client";

import { useRouter } from "next/navigation";
import type { RefObject } from "react";
import {
  Header,
  Menu,
  MenuItem,
  MenuSection,
  Popover,
  RouterProvider,
  Separator,
} from "react-aria-components";
import { Icon } from "@/components/ui/icon";
import type { MenuItem as Item, MenuSection as Section } from "@/components/ui/menu-model";

type MenuPopupProps = {
  readonly label: string;
  readonly sections: readonly Section[];
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onChoose?: (id: string) => void;
};

function Entry({ item, choice }: { item: Item; choice: boolean }) {
  return (
    <MenuItem
      id={item.id}
      textValue={item.label}
      className="floating-item"
      {...(item.href !== undefined && { href: item.href })}
      {...(item.download && { download: true })}
    >
      {({ isSelected }) => (
        <>
          {choice && <span className="size-4">{isSelected && <Icon name="done" />}</span>}
          <span className="min-w-0 flex-1">
            <span className="block truncate">{item.label}</span>
            {item.detail !== undefined && <span className="block text-xs text-faint">{item.detail}</span>}
          </span>
        </>
      )}
    </MenuItem>
  );
}

export function MenuPopup({ label, sections, anchor, isOpen, onOpenChange, onChoose }: MenuPopupProps) {
  const router = useRouter();
  return (
    <RouterProvider
      navigate={(href) => {
        router.push(href);
      }}
    >
      <Popover
        aria-label={label}
        triggerRef={anchor}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        placement="bottom end"
        className="floating max-w-80 min-w-56"
      >
        <Menu
          aria-label={label}
          autoFocus="first"
          onClose={() => {
            onOpenChange(false);
          }}
          onAction={(id) => onChoose?.(String(id))}
          className="max-h-[70vh] overflow-auto outline-none"
        >
          {sections.map((section, index) => (
            <MenuSection
              key={section.label ?? index}
              aria-label={section.label ?? label}
              {...(section.chosen !== undefined && {
                selectionMode: "single",
                selectedKeys: [section.chosen],
              })}
            >
              {index > 0 && <Separator className="mx-1 my-1 border-t border-line" />}
              {section.label !== null && (
                <Header className="px-2.5 pt-1.5 pb-0.5 text-xs font-medium text-faint">
                  {section.label}
                </Header>
              )}
              {section.items.map((item) => (
                <Entry key={item.id} item={item} choice={section.chosen !== undefined} />
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </RouterProvider>
  );
}
