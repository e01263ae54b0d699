"use client";

const focusable = "a.link, a[href]";

function neighbour(row: Element, step: 1 | -1): HTMLElement | null {
  const next = step === 1 ? row.nextElementSibling : row.previousElementSibling;
  return next?.querySelector<HTMLElement>(focusable) ?? null;
}

const steps: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Keys of a table row, while the focus is in the table (product rule: not before). */
export function rowCommand(event: KeyboardEvent): boolean {
  const row = (event.target as Element).closest("[data-rows] tbody tr, [data-rows] thead tr");
  if (!row) return false;
  const step = steps[event.key];
  if (step !== undefined) {
    const fromHead = row.closest("thead")?.nextElementSibling?.querySelector<HTMLElement>(focusable);
    const next = fromHead ?? neighbour(row, step);
    next?.focus();
    return next !== null;
  }
  const link = row.querySelector<HTMLAnchorElement>(focusable);
  if (event.key === "o" && link) {
    window.open(link.href, "_blank", "noopener");
    return true;
  }
  if (event.key.toLowerCase() !== "x") return false;
  const box = row.querySelector<HTMLInputElement>("input[type=checkbox]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  return box !== null;
}
