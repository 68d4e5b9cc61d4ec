import { Graph, layout } from '@dagrejs/dagre';

/** Sizes and places in pixels. */
export interface LayoutRequest {
  /** What the graph is drawn on. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface LayoutAnswer {
  /** Top left corners, by the id of the node. */
  readonly places: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  /** Where calls lead: to the right, or down. */
  readonly direction: Direction;
}

export type Direction = 'right' | 'down';

/** Between callers and called there is room for the words of a call: beside each other they need its width, else its height. */
const GAPS = {
  right: { rankdir: 'LR', nodesep: 36, ranksep: 170 },
  down: { rankdir: 'TB', nodesep: 90, ranksep: 76 },
} as const;

/** Callers on the left, what they call on the right; or downwards, where that shows the graph larger. */
export function layoutGraph(request: LayoutRequest): LayoutAnswer {
  const right = layoutAlong('right', request);
  if (right.scale >= 1) return right.answer;
  const down = layoutAlong('down', request);
  return down.scale > right.scale ? down.answer : right.answer;
}

/** `scale`: pixels of the canvas for each of the graph, at most. */
function layoutAlong(
  direction: Direction,
  request: LayoutRequest,
): { readonly answer: LayoutAnswer; readonly scale: number } {
  const graph = new Graph();
  graph.setGraph({ ...GAPS[direction], marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of request.nodes) graph.setNode(id, { width, height });
  for (const { from, to } of request.edges) if (from !== to) graph.setEdge(from, to);
  layout(graph);
  const { width = 1, height = 1 } = graph.graph() as { width?: number; height?: number };
  const places = Object.fromEntries(
    request.nodes.map(({ id, width, height }) => {
      const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
  const scale = Math.min(request.canvas.width / width, request.canvas.height / height);
  return { answer: { places, direction }, scale };
}
