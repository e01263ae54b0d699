"use client";

const focusable = "a.link, a[href]";

function neighbour(row: Element, step: 1 | -1): HTMLElement | null {
  const next = step === 1 ? row.nextElementSibling : row.previousElementSibling;
  return next?.querySelector<HTMLElement>(focusable) ?? null;
}

const steps: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function step(row: Element, by: 1 | -1): boolean {
  const fromHead = row.closest("thead")?.nextElementSibling?.querySelector<HTMLElement>(focusable);
  const next = fromHead ?? neighbour(row, by);
  next?.focus();
  return next !== null;
}

function openTab(row: Element): boolean {
  const link = row.querySelector<HTMLAnchorElement>(focusable);
  if (link) window.open(link.href, "_blank", "noopener");
  return link !== null;
}

function tick(row: Element, shiftKey: boolean): boolean {
  const box = row.querySelector<HTMLInputElement>("input[type=checkbox]");
  return box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey })) ?? false;
}

/** Keys of a table row, while the focus is in the table and not before. */
export function rowCommand(event: KeyboardEvent): boolean {
  const row = (event.target as Element).closest("[data-rows] tbody tr, [data-rows] thead tr");
  if (!row) return false;
  const by = steps[event.key];
  if (by !== undefined) return step(row, by);
  if (event.key === "o") return openTab(row);
  return event.key.toLowerCase() === "x" && tick(row, event.shiftKey);
}
