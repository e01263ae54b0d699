import { Icon } from "@/components/ui/icon";

/** Plain HTML: one listener of the shell serves all of them. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  return (
    <button
      type="button"
      data-copy={value}
      aria-label={label}
      title={label}
      className="no-print inline-flex size-6 flex-none items-center justify-center rounded-sm align-middle text-faint hover:bg-sunken hover:text-ink data-[copied]:text-good"
    >
      <Icon name="copy" className="size-3.5" />
    </button>
  );
}
