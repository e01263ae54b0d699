import { CopyButton } from "@/components/detail/copy-button";

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

type RawTextProps = {
  readonly title: string;
  readonly copy: string;
  readonly text: string;
  readonly lines?: readonly string[];
};

/** A message as it went over the wire, laid out for reading. It was masked before it was stored. */
export function RawText({ title, copy, text, lines = [] }: RawTextProps) {
  const whole = [...lines, ...(lines.length > 0 ? [""] : []), pretty(text)].join("\n");
  return (
    <figure className="min-w-0 flex-1">
      <figcaption className="flex items-center justify-between text-xs font-medium text-soft">
        {title}
        <CopyButton value={whole} label={`${copy}: ${title}`} />
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={title}
        className="max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
      >
        {whole}
      </pre>
    </figure>
  );
}
