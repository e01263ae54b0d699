import { Icon, type Tone } from "@/components/ui/icon";

const tints: Readonly<Record<Tone, string>> = {
  good: "bg-good-tint",
  hold: "bg-hold-tint",
  doubt: "bg-doubt-tint",
  bad: "bg-bad-tint",
  wait: "bg-sunken",
  off: "bg-sunken",
};

/** Word, colour and shape. The raw code is in the tooltip. */
export function Status(props: { tone: Tone; word: string; code: string; chip?: boolean }) {
  const chip = props.chip ? `rounded-full px-2.5 py-0.5 ${tints[props.tone]}` : "";
  return (
    <span
      className={`tone-${props.tone} inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap ${chip}`}
      title={props.code}
    >
      <Icon name={props.tone} className="mark" />
      <span className="inline-block first-letter:uppercase">{props.word}</span>
    </span>
  );
}
