import { CopyButton } from "@/components/detail/copy-button";
import { bodyLines } from "@/lib/kernel/body-lines";

type RawTextProps = {
  readonly title: string;
  readonly copy: string;
  readonly text: string;
  readonly lines?: readonly string[];
  /** Every character counts: the text is not laid out. */
  readonly isExact?: boolean;
};

/** A message as it went over the wire, laid out for reading. It was masked before it was stored. */
export function RawText({ title, copy, text, lines = [], isExact = false }: RawTextProps) {
  const whole = [...lines, ...(lines.length > 0 ? [""] : []), isExact ? text : bodyLines(text)].join("\n");
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
