import { Graph, layout } from '@dagrejs/dagre';

/** Sizes and places in pixels. */
export interface LayoutRequest {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Top left corners, by the id of the node. */
export type LayoutAnswer = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Callers on the left, what they call on the right. */
export function layoutGraph(request: LayoutRequest): LayoutAnswer {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 170, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of request.nodes) graph.setNode(id, { width, height });
  for (const { from, to } of request.edges) if (from !== to) graph.setEdge(from, to);
  layout(graph);
  return Object.fromEntries(
    request.nodes.map(({ id, width, height }) => {
      const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
}
