export type Tone = "good" | "hold" | "wait" | "doubt" | "bad" | "off";

/** Drawn from `public/icons.svg`; it says nothing to screen readers, words stand beside it. */
export function Icon({ name, className = "size-4 flex-none" }: { name: string; className?: string }) {
  return (
    <svg className={className} aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
