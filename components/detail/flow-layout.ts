import { Graph, layout as place, type GraphLabel } from "@dagrejs/dagre";
import type { Flow } from "@/lib/kernel/transitions";

export type AnyFlow = Flow<string, string>;

/** All events that lead from one status to another: one arrow with several words. */
export type FlowEdge = { readonly from: string; readonly to: string; readonly events: readonly string[] };

type Point = { readonly x: number; readonly y: number };
/** Centre and size, in pixels. */
type Box = Point & { readonly width: number; readonly height: number };

type Label = Box & { readonly lines: readonly string[] };

export type FlowLayout = {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (Box & { readonly status: string })[];
  readonly edges: readonly (FlowEdge & { readonly points: readonly Point[]; readonly label: Label })[];
};

export type FlowWords = {
  readonly status: (status: string) => string;
  readonly event: (event: string) => string;
};

export function edgesOf(flow: AnyFlow): readonly FlowEdge[] {
  const edges = new Map<string, { from: string; to: string; events: string[] }>();
  for (const [from, moves] of Object.entries(flow))
    for (const [event, to] of Object.entries(moves)) {
      if (to === undefined) continue;
      const key = `${from} ${to}`;
      const edge = edges.get(key) ?? { from, to, events: [] };
      edge.events.push(event);
      edges.set(key, edge);
    }
  return [...edges.values()];
}

export const isFinal = (flow: AnyFlow, status: string): boolean =>
  Object.keys(flow[status] ?? {}).length === 0;

/** Rather too wide than too narrow: nothing can be measured on the server. */
function widthOf(text: string, fontPixels: number): number {
  const narrow = text.match(/[iljtfrI.,:' ]/g)?.length ?? 0;
  const wide = text.match(/[mwMW]/g)?.length ?? 0;
  const ems = 0.62 * (text.length - narrow - wide) + 0.36 * narrow + 0.9 * wide;
  return Math.ceil(ems * fontPixels);
}

/** Words of one event stand above each other where one line would push the arrows far apart. */
function linesOf(text: string): readonly string[] {
  if (text.length <= longestLine) return [text];
  const breaks = [...text.matchAll(/ /g)].map(({ index }) => index);
  const [best] = breaks.sort(
    (one, other) => Math.abs(one - text.length / 2) - Math.abs(other - text.length / 2),
  );
  return best === undefined ? [text] : [text.slice(0, best), text.slice(best + 1)];
}

export const lineHeight = 15;
const longestLine = 10;
const statusFont = 13;
const eventFont = 11;
const iconRoom = 44;
const nodeHeight = 34;

type Placed = { points: Point[]; labelpos: "c"; lines: readonly string[] } & Box;
type Plan = Graph<GraphLabel, Box, Placed>;

function planOf(flow: AnyFlow, edges: readonly FlowEdge[], words: FlowWords): Plan {
  const plan: Plan = new Graph<GraphLabel, Box, Placed>({ multigraph: true });
  plan.setGraph({ rankdir: "TB", nodesep: 14, edgesep: 8, ranksep: 30, marginx: 12, marginy: 26 });
  for (const status of Object.keys(flow)) {
    const width = widthOf(words.status(status), statusFont) + iconRoom;
    plan.setNode(status, { x: 0, y: 0, width, height: nodeHeight });
  }
  for (const { from, to, events } of edges) {
    const [only = "", ...others] = events.map((event) => words.event(event));
    const lines = others.length === 0 ? linesOf(only) : [only, ...others];
    const width = Math.max(...lines.map((line) => widthOf(line, eventFont))) + 8;
    plan.setEdge(from, to, {
      x: 0,
      y: 0,
      width,
      height: lines.length * lineHeight,
      lines,
      points: [],
      labelpos: "c",
    });
  }
  place(plan);
  return plan;
}

/** The layout leaves a loop beside its status without touching it: out at the right, around the label, back in. */
function loop(node: Box, label: Box): Point[] {
  const right = node.x + node.width / 2;
  const half = (right + label.x) / 2;
  const far = label.x + label.width / 2 + 6;
  const high = label.height / 2 + 8;
  const { y } = node;
  const way = [
    [right, -8],
    [half, -high],
    [far, -high],
    [far, high],
    [half, high],
    [right, 8],
  ] as const;
  return way.map(([x, down]) => ({ x, y: y + down }));
}

/** Places every status and every move of a flow, from top to bottom. Nothing is placed by hand. */
export function layoutFlow(flow: AnyFlow, words: FlowWords): FlowLayout {
  const edges = edgesOf(flow);
  const plan = planOf(flow, edges, words);
  const { width = 0, height = 0 } = plan.graph();
  return {
    width,
    height,
    nodes: Object.keys(flow).map((status) => ({ status, ...plan.node(status) })),
    edges: edges.map((edge) => {
      const { points, labelpos: _, ...label } = plan.edge(edge.from, edge.to);
      const isLoop = edge.from === edge.to;
      return { ...edge, points: isLoop ? loop(plan.node(edge.from), label) : points, label };
    }),
  };
}
