import { type GraphEdge, type GraphNode } from '../../data/frame.js';

export interface PlacedNode {
  readonly node: GraphNode;
  /** Layer from the callers down, and place in the layer. */
  readonly layer: number;
  readonly at: number;
}

export interface Layers {
  readonly nodes: readonly PlacedNode[];
  readonly layers: number;
  /** Of the largest layer. */
  readonly widest: number;
}

/** Nodes in layers: whom nobody calls first, each other one below its deepest caller; edges that close a circle do not count. */
export function layered(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layers {
  const callees = new Map<string, string[]>();
  for (const { source, target } of edges) callees.set(source, [...(callees.get(source) ?? []), target]);
  const called = new Set(edges.filter(({ source, target }) => source !== target).map(({ target }) => target));
  const depth = new Map<string, number>();
  const visit = (id: string, level: number, path: ReadonlySet<string>): void => {
    if (path.has(id) || (depth.get(id) ?? -1) >= level) return;
    depth.set(id, level);
    const next = new Set([...path, id]);
    for (const callee of callees.get(id) ?? []) visit(callee, level + 1, next);
  };
  for (const { id } of nodes) if (!called.has(id)) visit(id, 0, new Set());
  // Circles that nobody outside calls.
  for (const { id } of nodes) if (!depth.has(id)) visit(id, 0, new Set());
  const rows = new Map<number, GraphNode[]>();
  for (const node of nodes) {
    const layer = depth.get(node.id) ?? 0;
    rows.set(layer, [...(rows.get(layer) ?? []), node]);
  }
  return {
    nodes: [...rows].flatMap(([layer, row]) => row.map((node, at) => ({ node, layer, at: at + 0.5 - row.length / 2 }))),
    layers: Math.max(1, ...[...rows.keys()].map((layer) => layer + 1)),
    widest: Math.max(1, ...[...rows.values()].map((row) => row.length)),
  };
}
