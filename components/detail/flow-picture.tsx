import { curveBasis, curveMonotoneY } from "@visx/curve";
import { LinePath } from "@visx/shape";
import {
  isFinal,
  layoutFlow,
  lineHeight,
  type AnyFlow,
  type FlowLayout,
  type FlowWords,
} from "@/components/detail/flow-layout";
import { Icon, type Tone } from "@/components/ui/icon";
import { ScrollFrame } from "@/components/ui/scroll-frame";

export type Move = { readonly from: string; readonly to: string };

export type FlowPictureProps = {
  /** Once per page. */
  readonly name: string;
  readonly flow: AnyFlow;
  readonly words: FlowWords;
  readonly tones: Readonly<Record<string, Tone>>;
  readonly texts: { readonly title: string; readonly here: string };
  /** Where it stands now. Without it nothing is marked. */
  readonly here?: string;
  /** The moves that were made so far. */
  readonly taken?: readonly Move[];
};

type Edge = FlowLayout["edges"][number];
type Drawing = { readonly layout: FlowLayout; readonly props: FlowPictureProps };

/** Taken so far, open from here, or none of both. */
function roleOf({ from, to }: Edge, { here, taken = [] }: FlowPictureProps): string {
  if (taken.some((move) => move.from === from && move.to === to)) return "taken";
  if (here === undefined) return "any";
  return from === here ? "open" : "other";
}

const Arrow = ({ id, role }: { id: string; role: string }) => (
  <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
    <path d="M0 0.5 8 4 0 7.5Z" className={`flow-tip flow-${role}`} />
  </marker>
);

function EdgeLine({ edge, props }: { edge: Edge; props: FlowPictureProps }) {
  const role = roleOf(edge, props);
  return (
    <LinePath
      data={[...edge.points]}
      x={({ x }) => x}
      y={({ y }) => y}
      curve={edge.from === edge.to ? curveBasis : curveMonotoneY}
      className={`flow-edge flow-${role}`}
      fill="none"
      markerEnd={`url(#${props.name}-${role})`}
    />
  );
}

function EdgeLabel({ edge, props }: { edge: Edge; props: FlowPictureProps }) {
  const { x, y, width, height, lines } = edge.label;
  const top = y - height / 2;
  return (
    <g className={`flow-label flow-${roleOf(edge, props)}`}>
      <rect x={x - width / 2} y={top} width={width} height={height} rx="3" />
      {lines.map((line, place) => (
        <text key={place} x={x} y={top + (place + 0.5) * lineHeight} dy="0.35em">
          {line}
        </text>
      ))}
    </g>
  );
}

function Node({ node, props }: { node: FlowLayout["nodes"][number]; props: FlowPictureProps }) {
  const { status, x, y, width, height } = node;
  const [left, top] = [x - width / 2, y - height / 2];
  const isHere = status === props.here;
  const tone = props.tones[status] ?? "off";
  return (
    <g className={`flow-node tone-${tone}`} data-status={status} {...(isHere && { "data-here": "" })}>
      {isHere && (
        <rect
          className="flow-halo"
          x={left - 5}
          y={top - 5}
          width={width + 10}
          height={height + 10}
          rx="13"
        />
      )}
      <rect className="flow-box" x={left} y={top} width={width} height={height} rx="9" />
      {isFinal(props.flow, status) && (
        <rect className="flow-end" x={left + 3} y={top + 3} width={width - 6} height={height - 6} rx="6" />
      )}
      <svg x={left + 11} y={y - 7} width="14" height="14">
        <Icon name={tone} className="" />
      </svg>
      <text x={left + 31} y={y} dy="0.35em">
        {props.words.status(status)}
      </text>
      {isHere && (
        <text className="flow-here" x={x} y={top + height + 18}>
          {props.texts.here}
        </text>
      )}
    </g>
  );
}

function Marks({ layout, props }: Drawing) {
  const roles = new Set(layout.edges.map((edge) => roleOf(edge, props)));
  return (
    <defs>
      {[...roles].map((role) => (
        <Arrow key={role} id={`${props.name}-${role}`} role={role} />
      ))}
    </defs>
  );
}

const drawingOrder = ["other", "any", "open", "taken"];

function Shapes({ layout, props }: Drawing) {
  const rank = (edge: Edge) => drawingOrder.indexOf(roleOf(edge, props));
  const edges = [...layout.edges].sort((one, other) => rank(one) - rank(other));
  return (
    <>
      {edges.map((edge) => (
        <EdgeLine key={`${edge.from} ${edge.to}`} edge={edge} props={props} />
      ))}
      {edges.map((edge) => (
        <EdgeLabel key={`${edge.from} ${edge.to}`} edge={edge} props={props} />
      ))}
      {layout.nodes.map((node) => (
        <Node key={node.status} node={node} props={props} />
      ))}
    </>
  );
}

/** Words stay readable: the drawing shrinks by no more than this before it scrolls. */
const leastScale = 0.95;

/**
 * A flow as a picture, drawn on the server from its table. The same stands beside it as a list: a
 * screen reader hears the picture's name and goes on there. A narrow screen opens where one is, and scrolls.
 */
export function FlowPicture(props: FlowPictureProps) {
  const { flow, words, texts } = props;
  const layout = layoutFlow(flow, words);
  const { width, height } = layout;
  return (
    <ScrollFrame label={texts.title} className="px-4 pt-2 pb-4">
      <svg
        role="img"
        aria-label={texts.title}
        viewBox={`0 0 ${width.toString()} ${height.toString()}`}
        className="flow mx-auto block"
        style={{ width: `max(100%, ${(width * leastScale).toFixed(0)}px)`, maxWidth: width }}
      >
        <Marks layout={layout} props={props} />
        <Shapes layout={layout} props={props} />
      </svg>
    </ScrollFrame>
  );
}
