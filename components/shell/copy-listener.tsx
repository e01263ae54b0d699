"use client";

import { useEffect, useState } from "react";
import { useCommonTexts } from "@/components/shell/common-texts";

/** One listener for all copy buttons of a page: they are plain HTML with the value in `data-copy`. */
export function CopyListener() {
  const { copied } = useCommonTexts();
  const [said, setSaid] = useState("");
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
      if (!button) return;
      void navigator.clipboard.writeText(button.dataset["copy"] ?? "").then(() => {
        button.dataset["copied"] = "";
        setSaid(copied);
        setTimeout(() => {
          delete button.dataset["copied"];
          setSaid("");
        }, 1600);
      });
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [copied]);
  return (
    <div
      role="status"
      className={
        said === ""
          ? "sr-only"
          : "no-print fixed bottom-5 left-1/2 z-50 -translate-x-1/2 rounded-full bg-ink px-4 py-1.5 text-sm text-paper"
      }
    >
      {said}
    </div>
  );
}
