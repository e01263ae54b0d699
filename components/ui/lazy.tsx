"use client";

import { useState, type ComponentType } from "react";

/** What a trigger needs to fetch its popup when somebody is about to open it, and not before. */
export function useLazyPopup<P>(load: () => Promise<ComponentType<P>>) {
  const [Popup, setPopup] = useState<ComponentType<P> | null>(null);
  const [isOpen, setOpen] = useState(false);
  const fetchPopup = () => {
    if (Popup === null) void load().then((loaded) => setPopup(() => loaded));
  };
  const trigger = {
    type: "button",
    "aria-expanded": isOpen,
    onPointerEnter: fetchPopup,
    onFocus: fetchPopup,
    onClick: () => {
      fetchPopup();
      setOpen(!isOpen);
    },
  } as const;
  return { Popup: isOpen ? Popup : null, isOpen, setOpen, trigger };
}
